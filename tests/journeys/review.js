// Everything a page must keep to, as a list of sentences about what it breaks.
({ target, text }) => {
  const problems = [];
  const say = (words, element) =>
    problems.push(element ? `${words}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 140)}` : words);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  if (document.compatMode !== "CSS1Compat") say("quirks mode");
  if (!["zh-CN", "en"].includes(document.documentElement.lang)) say("no language");
  const titles = [...document.querySelectorAll("h1")];
  if (titles.length !== 1) say(`${titles.length} h1`);
  else if (!document.title.replace(/\s+/g, " ").includes(words(titles[0]))) say("the h1 is not in the title");

  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.labels.length && !field.ariaLabel && !field.getAttribute("aria-labelledby")) say("no label", field);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => say(`two elements with the id ${id}`));

  if (document.documentElement.scrollWidth > innerWidth) {
    say(`${document.documentElement.scrollWidth} px wide`);
    for (const element of document.querySelectorAll("main *, header *, footer *")) {
      if (element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".table-scroll")) say("too wide", element);
    }
  }

  const targets = "button, .button, select, textarea, summary, nav a, footer a, input:not([type=hidden], [type=radio], [type=checkbox])";
  for (const element of document.querySelectorAll(targets)) {
    const box = element.getBoundingClientRect();
    if (shown(element) && box.height && box.height < target - 0.5) say(`only ${box.height} px high`, element);
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    // What stands in a square of a chart shrinks with it; its table says the same in the page's own size.
    const least = parent.closest(".textpoint") ? Math.min(text, 11) : text;
    if (walker.currentNode.nodeValue.trim() && shown(parent) && !parent.closest("noscript, script") && size < least - 0.1) {
      say(`text of ${size} px`, parent);
    }
  }
  return problems;
}
