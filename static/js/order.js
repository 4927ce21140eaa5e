// Puts the rows of a table in another order without a new page: the largest value first, whoever
// has none last. The links do the same through the server where this script is missing.
(() => {
  "use strict";

  for (const list of document.querySelectorAll("[data-order-of]")) {
    const body = document.getElementById(list.dataset.orderOf);
    if (!body) continue;
    const byName = (row) => Number(row.dataset.name);
    const value = (row, by) => {
      const text = row.getAttribute(`data-${by}`);
      return text === null ? -Infinity : Number(text);
    };

    list.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-by]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const by = link.dataset.by;
      const rows = [...body.rows].sort(
        (one, other) =>
          (by === "name" ? 0 : value(other, by) - value(one, by) || 0) || byName(one) - byName(other),
      );
      body.append(...rows);
      for (const each of list.querySelectorAll("a[data-by]")) each.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      history.replaceState(null, "", link.href);
    });
  }
})();
