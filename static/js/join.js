// Joining: the questions about the body appear once they are agreed to. Without this script they
// are always there, with a sentence that says who answers them.
(() => {
  "use strict";

  const form = document.querySelector("[data-join]");
  if (!form) return;
  const body = form.querySelector("[data-join-body]");
  const consent = form.elements.body_data;

  const show = () => {
    body.hidden = !consent.checked;
  };
  consent.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
})();
