/* Keeps what is typed in a note: on this device at once, on the server every few seconds. What the
   server has is taken off the device again. The page works without this script too. */
(() => {
  "use strict";
  const WAIT = 2000;
  const AGAIN = 5000;
  const PATIENCE = 8000;

  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* the page still holds it */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    clear() {
      try {
        Object.keys(localStorage).filter((key) => key.startsWith("note-")).forEach((key) => localStorage.removeItem(key));
      } catch { /* nothing was kept */ }
    },
  };

  document.querySelectorAll("form[action$='/logout']").forEach((form) => form.addEventListener("submit", store.clear));

  const summary = document.querySelector(".summary");
  if (summary) summary.focus();

  const finished = document.querySelector("[data-forget]");
  if (finished) { store.drop(finished.dataset.forget); selectToSplit(); }

  const form = document.querySelector("form[data-draft]");
  if (form) keepForm(form);

  /* A piece of the story that is selected becomes the words of a new insight. */
  function selectToSplit() {
    const story = document.getElementById("story");
    const statement = document.getElementById("split-statement");
    if (!story || !statement) return;
    story.addEventListener("pointerup", take);
    story.addEventListener("keyup", take);
    function take() {
      const text = String(getSelection()).trim();
      if (text && story.contains(getSelection().anchorNode)) statement.value = text.slice(0, 280);
    }
  }

  function keepForm(form) {
    const { key, draft } = form.dataset;
    const status = document.getElementById("kept");
    const overtaken = document.getElementById("overtaken");
    const { version, window: tab } = form.elements;
    let timer = 0;
    let busy = false;
    let stopped = false;
    let last = text();

    function text() {
      const data = new URLSearchParams(new FormData(form));
      ["csrf_token", "version", "window"].forEach((name) => data.delete(name));
      return data.toString();
    }

    function say(words, mark) {
      const span = document.createElement("span");
      span.className = `mark ${mark}`;
      span.textContent = words;
      status.replaceChildren(span);
    }

    function keepHere() {
      if (text() === last) return;
      store.write(key, { fields: text(), version: version.value, window: tab.value });
    }

    function later(wait) { clearTimeout(timer); timer = setTimeout(keep, wait); }

    async function keep() {
      const sent = text();
      if (stopped || sent === last) return;
      if (busy) { later(WAIT); return; }
      busy = true;
      try {
        const body = new URLSearchParams(sent);
        body.set("version", version.value);
        body.set("window", tab.value);
        const answer = await fetch(draft, {
          method: "POST",
          body,
          headers: { "X-CSRFToken": form.elements.csrf_token.value, "X-Requested-With": "fetch" },
          redirect: "error",
          keepalive: sent.length < 60000,
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (answer.status === 409) { showOthers(await answer.json()); return; }
        if (answer.status === 400 || answer.status === 401) { say(form.dataset.signedOut, "wait"); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        kept(sent, await answer.json());
      } catch {
        say(form.dataset.offline, "wait");
        later(AGAIN);
      } finally {
        busy = false;
      }
    }

    function kept(sent, answer) {
      last = sent;
      version.value = answer.version;
      say(answer.saved, "done");
      warn(answer.care);
      if (text() === sent) store.drop(key); else { keepHere(); later(WAIT); }
    }

    /* A sensitive word is only asked about, beside its field; nobody else hears of it. */
    function warn(care) {
      form.querySelectorAll(".care").forEach((old) => { if (!(old.dataset.of in care)) old.remove(); });
      for (const [name, words] of Object.entries(care)) {
        const field = form.elements[name];
        const id = `${field.id}-care`;
        let note = document.getElementById(id);
        if (!note) {
          note = document.createElement("p");
          note.id = id;
          note.className = "care";
          note.dataset.of = name;
          note.setAttribute("role", "status");
          field.after(note);
        }
        note.textContent = words;
      }
    }

    function showOthers(answer) {
      stopped = true;
      const list = document.getElementById("others");
      list.replaceChildren(...answer.others.map(([label, words]) => {
        const row = document.createElement("div");
        const name = document.createElement("dt");
        const what = document.createElement("dd");
        name.textContent = label;
        what.textContent = words;
        row.append(name, what);
        return row;
      }));
      const mine = document.getElementById("mine");
      mine.hidden = false;
      mine.onclick = () => { version.value = answer.version; stopped = false; overtaken.hidden = true; keep(); };
      overtaken.hidden = false;
      overtaken.focus();
      overtaken.scrollIntoView({ block: "center" });
    }

    function restore() {
      const here = store.read(key);
      if (!here || !here.fields) return;
      if (here.fields === last) { store.drop(key); return; }
      const fields = new URLSearchParams(here.fields);
      for (const element of form.elements) {
        if (!element.name || !element.name.match(/^[a-z]/) || element.type === "submit") continue;
        if (["csrf_token", "version", "window"].includes(element.name)) continue;
        const values = fields.getAll(element.name);
        if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
        else if (values.length) element.value = values[0];
        if (values.length && values[0]) element.closest("details")?.setAttribute("open", "");
      }
      tab.value = here.window;
      // What stands on the server may be newer: then it answers so, and both texts are shown.
      if (here.window !== form.dataset.window) version.value = here.version;
      keep();
    }

    tab.value = tab.value || Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    form.addEventListener("input", () => { keepHere(); later(WAIT); });
    form.addEventListener("submit", () => { clearTimeout(timer); keepHere(); stopped = true; });
    document.getElementById("theirs")?.addEventListener("click", () => { stopped = true; store.drop(key); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
    addEventListener("online", keep);
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    if (overtaken.hidden) restore(); else { last = ""; stopped = true; keepHere(); }
  }
})();
