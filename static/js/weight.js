// The weight's stepper and its 斤/公斤 switch: without this file it is a plain decimal field.
(() => {
  const JIN_PER_KG = 2;

  const read = (text) => {
    const plain = text
      .trim()
      .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
      .replace(/[,，。．、]/, ".");
    return /^\d{1,4}(\.\d{0,3})?$/.test(plain) ? Number(plain) : null;
  };

  const written = (value) => {
    const exact = Math.round(value * 100) / 100;
    return Number.isInteger(exact * 10) ? exact.toFixed(1) : String(exact);
  };

  const enhance = (form) => {
    const field = form.querySelector("input[inputmode='decimal']");
    const units = form.querySelectorAll("input[name='unit']");
    let unit = form.querySelector("input[name='unit']:checked")?.value ?? "kg";

    for (const button of form.querySelectorAll("[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const value = read(field.value);
        if (value !== null) field.value = written(Math.max(0, value + Number(button.dataset.step) / 10));
      });
    }

    for (const choice of units) {
      choice.addEventListener("change", () => {
        const value = read(field.value);
        if (value !== null && choice.value !== unit) {
          field.value = written(choice.value === "jin" ? value * JIN_PER_KG : value / JIN_PER_KG);
        }
        unit = choice.value;
      });
    }
  };

  document.querySelectorAll("[data-weight]").forEach(enhance);
})();
