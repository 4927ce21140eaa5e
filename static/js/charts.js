// Draws every [data-chart] with Plotly when it comes into view. The figure is JSON from the element's
// address; ink, grid and font come from the page's tokens, so charts follow light, dark and text size.
(function () {
  "use strict";

  const root = document.documentElement;
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  const CONFIG = { responsive: true, displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
  const FEW = 40;
  const MOST_LABELS = 6;
  const ROWS_FORESEEN = 3;
  const TILE_GAP = 4;
  const SMALLEST_NUMBER = 11;
  const DAY = 24 * 3600 * 1000;
  const DAY_STEPS = [1, 2, 7, 14, 21, 28, 42, 56, 84, 168, 364];
  const DAY_WIDTH = 4.75;
  const DAY_APART = 5.5;
  const TICK_WIDTH = 4.5;
  const SHARE_WIDTH = 2.4;
  const BESIDE = 6;
  const ROW = 1.4;
  const figures = new Map();
  const scripts = new Map();

  function script(src) {
    if (!scripts.has(src)) {
      scripts.set(src, new Promise(function (resolve, reject) {
        const element = document.createElement("script");
        element.src = src;
        element.onload = resolve;
        element.onerror = reject;
        document.head.append(element);
      }));
    }
    return scripts.get(src);
  }

  function token(name) {
    return getComputedStyle(root).getPropertyValue(name).trim();
  }

  // Each colour of ours has a lighter twin for dark pages, named after it in tokens.css.
  function recoloured(value) {
    if (typeof value === "string" && value[0] === "#") return token("--dark-" + value.slice(1)) || value;
    if (Array.isArray(value)) return value.map(recoloured);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, recoloured(each)]));
    }
    return value;
  }

  // Labels stay level: as many as fit beside each other, however many the figure would like.
  function axis(given, grid, quiet, room) {
    return {
      gridcolor: grid, linecolor: grid, zerolinecolor: grid, tickcolor: grid, automargin: true,
      separatethousands: true, exponentformat: "none",
      ...(room ? { tickangle: 0, showgrid: false } : {}),
      hoverformat: given.tickformat, ...given, fixedrange: true, tickfont: { color: quiet, ...given.tickfont },
      ...(room ? { nticks: Math.min(room, given.nticks || MOST_LABELS) } : {}),
    };
  }

  function fitting(given, margin, width, size) {
    const across = width - Math.max(BESIDE * size, (margin?.l || 0) + (margin?.r || 0));
    return Math.max(2, Math.floor(across / (size * (given.type === "category" ? DAY_APART : TICK_WIDTH))));
  }

  // Ink or paper, whichever is read better on a colour.
  function onTop(colour) {
    const [r, g, b] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
    const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return (light + 0.05) / 0.055 > 1.05 / (light + 0.05) ? "#08150d" : "#ffffff";
  }

  // Numbers in bars keep their size: one that has no room is left to the table.
  function numbered(trace, layout, width, size) {
    if (trace.type !== "bar" || !trace.text) return;
    const colours = [trace.marker?.color].flat();
    const inks = colours.map((each) => (/^#[0-9a-f]{6}$/i.test(each) ? onTop(each) : token("--ink")));
    trace.insidetextfont = { size: size, ...trace.insidetextfont, color: inks.length > 1 ? inks : inks[0] };
    trace.outsidetextfont = { size: size, color: token("--ink"), ...trace.outsidetextfont };
    trace.constraintext = "none";
    if (layout.barmode !== "stack" || trace.orientation !== "h" || !Array.isArray(trace.text)) return;
    const least = (size * SHARE_WIDTH) / (width - BESIDE * size);
    trace.text = trace.text.map((each, place) => (trace.x[place] / 100 < least ? "" : each));
  }

  // Days are named at Mondays, as many as stand clear of each other; fewer days than weeks at each day.
  function days(given, data, widths) {
    if (given.type !== "date" || given.tickvals || given.dtick) return {};
    const all = data.flatMap((trace) => trace.x || []).map((each) => Date.parse(each)).filter(Number.isFinite);
    if (!all.length) return {};
    const [first, last] = [Math.min(...all), Math.max(...all)];
    const step = DAY_STEPS.find((each) => (last - first) / DAY / each <= widths) || DAY_STEPS.at(-1);
    const monday = first + ((8 - new Date(first).getUTCDay()) % 7) * DAY;
    return { dtick: step * DAY, tick0: new Date(step % 7 ? first : monday).toISOString().slice(0, 10) };
  }

  // What the upright axis counts stands level above it: Chinese turned on its side is hard to read.
  function levelTitle(layout, quiet) {
    const words = layout.yaxis.title && (layout.yaxis.title.text || layout.yaxis.title);
    if (typeof words !== "string") return;
    delete layout.yaxis.title;
    layout.annotations = [...(layout.annotations || []), {
      text: words, showarrow: false, xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left", yanchor: "bottom",
      font: { color: quiet },
    }];
    layout.margin = { ...layout.margin, t: 32 };
  }

  // How wide the widest of some words is, in pixels.
  function widest(words, size) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${size}px ${token("--font")}`;
    return Math.max(0, ...words.map((each) => pen.measureText(each).width));
  }

  // Tiles fill their cells whatever the page's width; a long line needs no dots, and none is cut off.
  function fit(trace, layout, width, size) {
    if (trace.type !== "scatter") return;
    trace.cliponaxis = false;
    if (trace.mode === "lines+markers" && trace.x.length > FEW) trace.mode = "lines";
    if (trace.marker?.symbol !== "square" || !layout.xaxis.range || !layout.yaxis.range) return;
    // Rows are named in any language without losing a letter.
    const rows = (layout.yaxis.ticktext || []).map(String);
    if (rows.length) layout.margin = { ...layout.margin, l: Math.max(layout.margin?.l || 0, Math.ceil(widest(rows, size)) + TILE_GAP * 3) };
    const [across, down] = [layout.xaxis, layout.yaxis].map((each) => Math.abs(each.range[1] - each.range[0]));
    const { l, r, t, b } = { l: 0, r: 0, t: 0, b: 0, ...layout.margin };
    const cell = Math.min((width - l - r) / across, (layout.height - t - b) / down);
    layout.height = Math.round(cell * down + t + b);
    Object.assign(layout.yaxis, { scaleanchor: "x", constrain: "domain", automargin: false });
    Object.assign(layout.xaxis, { constrain: "domain", automargin: false });
    trace.marker.size = Math.floor(cell - (cell > 8 * TILE_GAP ? TILE_GAP : TILE_GAP / 2));
    // What stands in a square shrinks with it, and never reaches into the next; the table has it as well.
    const lines = (trace.text || []).flatMap((each) => String(each).split("<br>"));
    const fits = l ? cell * 0.48 : size * trace.marker.size / widest(lines, size);
    trace.textfont = { ...trace.textfont, size: Math.max(SMALLEST_NUMBER, Math.min(size, fits)) };
  }

  // Parts of a stack are parted by the ground they stand on, so that colour is not the only sign.
  function parted(trace) {
    if (trace.type === "bar") trace.marker = { ...trace.marker, line: { color: token("--card"), width: 1 } };
  }

  function dressed(figure, width) {
    const size = parseFloat(getComputedStyle(root).fontSize);
    const grid = token("--line");
    const quiet = token("--ink-quiet");
    const { data, layout } = recoloured(structuredClone(figure));
    layout.font = { ...layout.font, family: token("--font"), size: size, color: token("--ink") };
    layout.hoverlabel = {
      bgcolor: token("--card"), bordercolor: token("--line-strong"), align: "left", ...layout.hoverlabel,
      font: { family: token("--font"), size: size, color: token("--ink") },
    };
    layout.legend = {
      orientation: "h", ...layout.legend, x: 0, xref: "container", xanchor: "left",
      y: 0, yref: "container", yanchor: "bottom",
      itemclick: false, itemdoubleclick: false,
    };
    delete layout.legend.entrywidth;
    delete layout.legend.entrywidthmode;
    layout.dragmode = false;
    layout.margin = { ...layout.margin, t: Math.max(layout.margin?.t || 0, Math.round(size)) };
    layout.xaxis = layout.xaxis || {};
    // Half of the last day's name stands beyond its tick.
    if (layout.xaxis.type === "date") layout.margin.r = Math.max(layout.margin.r || 0, Math.round(size * DAY_WIDTH / 2));
    layout.yaxis = layout.yaxis || {};
    for (const key of Object.keys(layout)) {
      if (!/^[xy]axis\d*$/.test(key)) continue;
      const room = key[0] === "x" ? fitting(layout[key], layout.margin, width, size) : 0;
      const named = room ? days(layout[key], data, (width - BESIDE * size) / (size * DAY_APART)) : {};
      layout[key] = axis({ ...named, ...layout[key] }, grid, quiet, room);
    }
    levelTitle(layout, quiet);
    delete layout.width;
    layout.height = Math.round((layout.height || 300) * Math.max(1, size / 16));
    data.forEach((trace) => fit(trace, layout, width, size));
    data.forEach((trace) => numbered(trace, layout, width, size));
    if (layout.barmode === "stack") data.forEach((trace) => parted(trace));
    return { data: data, layout: layout };
  }

  async function paint(element) {
    const { data, layout } = dressed(figures.get(element), element.clientWidth);
    const config = { ...CONFIG, locale: element.dataset.locale ? "zh-CN" : "en-US" };
    await window.Plotly.react(element, data, layout, config);
    // Names that stand below each other on a phone: the drawing keeps its height, the chart grows.
    const names = layout.showlegend ? element._fullLayout?.legend?._height || 0 : 0;
    const more = Math.round(names - ROWS_FORESEEN * layout.font.size * ROW);
    if (more > 0) await window.Plotly.relayout(element, { height: layout.height + more });
  }

  function failed(element) {
    const words = document.createElement("p");
    words.className = "chart-failed";
    words.setAttribute("role", "status");
    words.textContent = element.dataset.failed;
    element.removeAttribute("role");
    element.removeAttribute("aria-label");
    element.append(words);
    element.closest("figure")?.querySelector("details:has(table)")?.setAttribute("open", "");
  }

  async function fetched(address) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return answer.json();
  }

  async function draw(element) {
    try {
      const [figure] = await Promise.all([fetched(element.dataset.chart), script(element.dataset.plotly)]);
      if (element.dataset.locale) await script(element.dataset.locale);
      element.replaceChildren();
      figures.set(element, figure);
      await paint(element);
      element.dataset.drawn = "";
    } catch (error) {
      failed(element);
    }
  }

  const seen = new IntersectionObserver(function (entries) {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  }, { rootMargin: "200px 0px" });

  document.querySelectorAll("[data-chart]").forEach((element) => seen.observe(element));
  scheme.addEventListener("change", () => figures.forEach((_figure, element) => paint(element)));
})();
