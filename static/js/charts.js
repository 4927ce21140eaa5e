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
  function fit(trace, layout, width) {
    if (trace.type !== "scatter") return;
    trace.cliponaxis = false;
    if (trace.mode === "lines+markers" && trace.x.length > FEW) trace.mode = "lines";
    if (trace.marker?.symbol !== "square" || !layout.xaxis.range || !layout.yaxis.range) return;
    const [across, down] = [layout.xaxis, layout.yaxis].map((each) => Math.abs(each.range[1] - each.range[0]));
    const cell = Math.min(width / across, layout.height / down);
    layout.height = Math.round(cell * down);
    Object.assign(layout.yaxis, { scaleanchor: "x", constrain: "domain", automargin: false });
    Object.assign(layout.xaxis, { constrain: "domain", automargin: false });
    trace.marker.size = Math.floor(cell - 4);
  }

  // Names that are long stand below each other: the drawing keeps its height, the chart grows.
  function legendRows(data, width, size) {
    const wide = (name) => [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? size : size * 0.55), 0);
    const names = data.filter((trace) => trace.showlegend !== false).map((trace) => wide(trace.name || ""));
    return Math.ceil(names.length / Math.max(1, Math.floor(width / (Math.max(0, ...names) + size * 3))));
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
    layout.yaxis = layout.yaxis || {};
    for (const key of Object.keys(layout)) {
      const room = key[0] === "x" ? Math.min(MOST_LABELS, Math.max(2, Math.floor(width / (size * 4.5)))) : 0;
      if (/^[xy]axis\d*$/.test(key)) layout[key] = axis(layout[key], grid, quiet, room);
    }
    levelTitle(layout, quiet);
    delete layout.width;
    layout.height = Math.round((layout.height || 300) * Math.max(1, size / 16));
    if (layout.showlegend) {
      layout.height += Math.max(0, legendRows(data, width, size) - ROWS_FORESEEN) * Math.round(size * 1.4);
    }
    data.forEach((trace) => fit(trace, layout, width));
    return { data: data, layout: layout };
  }

  function paint(element) {
    const { data, layout } = dressed(figures.get(element), element.clientWidth);
    const config = { ...CONFIG, locale: element.dataset.locale ? "zh-CN" : "en-US" };
    return window.Plotly.react(element, data, layout, config);
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
