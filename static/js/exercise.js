// Makes noting exercise quicker: choosing a tile brings the minutes into view, the last choice of
// minutes counts, and a form is not sent twice by a double tap. The page works without it.
(() => {
  const form = document.querySelector("[data-exercise]");
  if (!form) return;
  const minutes = form.querySelector("[data-minutes]");
  const typed = form.querySelector("#minutes-typed");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") {
      minutes.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
    } else if (event.target.name === "minutes" && event.target.type === "radio") {
      typed.value = "";
    }
  });

  typed.addEventListener("input", () => {
    for (const radio of form.querySelectorAll("input[type=radio][name=minutes]")) {
      radio.checked = false;
    }
  });

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent.dataset.sent) event.preventDefault();
    sent.dataset.sent = "yes";
  });

  // A page brought back by the browser's back button can be sent again; its key keeps it single.
  addEventListener("pageshow", () => {
    for (const each of document.forms) delete each.dataset.sent;
  });
})();
