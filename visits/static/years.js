// Says beside the number of years how many tenants that is. The page works without it.
(function () {
  "use strict";
  const said = document.querySelector("output[data-years]");
  const field = document.getElementById("minimum_years");
  if (!said || !field) return;
  let asked;

  // The table is asked for once, and only by somebody who is about to change the number.
  function table() {
    asked ??= fetch(said.dataset.years, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
      .then((text) => new DOMParser().parseFromString(text, "text/html"))
      .catch(() => null);
    return asked;
  }

  async function say() {
    const page = await table();
    const years = field.value.trim();
    const row = page && /^[0-9]+$/.test(years) && page.querySelector(`tr[data-years="${Number(years)}"]`);
    said.textContent = row
      ? said.dataset.sentence.replace("{years}", Number(years)).replace("{tenants}", row.dataset.tenants)
      : "";
  }

  field.addEventListener("focus", say);
  field.addEventListener("input", say);
})();
