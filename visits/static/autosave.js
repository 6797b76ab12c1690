/* Keeps what is typed in a note: on the server every few seconds, and in this browser when the
   server does not answer or the session has ended. The page works without this script too. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const status = document.getElementById("kept");
  const key = form.dataset.key;
  const WAIT = 2500;
  let timer = 0;
  let last = body().toString();

  function body() {
    const data = new URLSearchParams(new FormData(form));
    data.delete("csrf_token");
    return data;
  }

  function say(text, mark) {
    const span = document.createElement("span");
    span.className = "mark " + mark;
    span.textContent = text;
    status.replaceChildren(span);
  }

  function keepHere(text) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), fields: text }));
      say(form.dataset.offline, "wait");
    } catch { /* a browser that keeps nothing: the page itself still holds the text */ }
  }

  async function keep() {
    const text = body().toString();
    if (text === last) return;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new URLSearchParams(text),
        headers: { "X-CSRFToken": form.elements.csrf_token.value, "X-Requested-With": "fetch" },
        redirect: "error",
        keepalive: text.length < 60000,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      say((await answer.json()).saved, "done");
      last = text;
      localStorage.removeItem(key);
    } catch {
      keepHere(text);
    }
  }

  function restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept || (form.dataset.kept && kept.at < form.dataset.kept)) return;
    const fields = new URLSearchParams(kept.fields);
    for (const element of form.elements) {
      if (!element.name || element.name === "csrf_token" || element.type === "submit") continue;
      const values = fields.getAll(element.name);
      if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
      else if (values.length) element.value = values[0];
    }
    keep();
  }

  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, WAIT); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  form.addEventListener("submit", () => { clearTimeout(timer); localStorage.removeItem(key); });
  restore();
  const summary = document.querySelector(".summary");
  if (summary) summary.focus();
})();
