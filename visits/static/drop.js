/* Lets files be dropped on a form with a file field. The field itself works without this script. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-drop]");
  const input = form && form.querySelector("input[type=file]");
  if (!input) return;
  const hint = document.createElement("p");
  hint.className = "soft";
  hint.textContent = form.dataset.drop;
  input.after(hint);

  function hover(event) {
    if (!event.dataTransfer || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("drop", event.type === "dragover");
  }

  form.addEventListener("dragover", hover);
  form.addEventListener("dragleave", hover);
  form.addEventListener("drop", (event) => {
    hover(event);
    if (event.dataTransfer && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
})();
