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
  const BESIDE = 80;
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

  // Labels stay level: as many as fit beside each other, counted in widths of a day's name.
  function axis(given, grid, quiet, room) {
    return {
      gridcolor: grid, linecolor: grid, zerolinecolor: grid, tickcolor: grid, automargin: true,
      separatethousands: true, exponentformat: "none",
      ...(room ? { tickangle: 0, nticks: room, showgrid: false } : {}),
      hoverformat: given.tickformat, ...given, fixedrange: true, tickfont: { color: quiet, ...given.tickfont },
    };
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

  // Tiles fill their cells whatever the page's width; a long line needs no dots, and none is cut off.
  function fit(trace, layout, width, size) {
    if (trace.type !== "scatter") return;
    trace.cliponaxis = false;
    if (trace.mode === "lines+markers" && trace.x.length > FEW) trace.mode = "lines";
    if (trace.marker?.symbol !== "square" || !layout.xaxis.range || !layout.yaxis.range) return;
    const [across, down] = [layout.xaxis, layout.yaxis].map((each) => Math.abs(each.range[1] - each.range[0]));
    const { l, r, t, b } = { l: 0, r: 0, t: 0, b: 0, ...layout.margin };
    const cell = Math.min((width - l - r) / across, (layout.height - t - b) / down);
    layout.height = Math.round(cell * down + t + b);
    Object.assign(layout.yaxis, { scaleanchor: "x", constrain: "domain", automargin: false });
    Object.assign(layout.xaxis, { constrain: "domain", automargin: false });
    trace.marker.size = Math.floor(cell - (cell > 8 * TILE_GAP ? TILE_GAP : TILE_GAP / 2));
    // Beside named rows a square holds one number, which shrinks with it; the table has it as well.
    if (l) trace.textfont = { ...trace.textfont, size: Math.max(SMALLEST_NUMBER, Math.min(size, cell * 0.48)) };
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
      const room = key[0] === "x" ? Math.min(MOST_LABELS, Math.max(2, Math.floor(width / (size * 4.5)))) : 0;
      if (!/^[xy]axis\d*$/.test(key)) continue;
      const named = room ? days(layout[key], data, (width - BESIDE) / (size * DAY_WIDTH)) : {};
      layout[key] = axis({ ...named, ...layout[key] }, grid, quiet, room);
    }
    levelTitle(layout, quiet);
    delete layout.width;
    layout.height = Math.round((layout.height || 300) * Math.max(1, size / 16));
    data.forEach((trace) => fit(trace, layout, width, size));
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
    element.closest("figure")?.querySelector("details")?.setAttribute("open", "");
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
