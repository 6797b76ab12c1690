/* Keeps what is typed in a long form: on this device at once and, where the server takes drafts, there
   within seconds. A copy on the device is one for each form and window. It goes when the server has that
   very text, or when its words were taken back. Pages work without this script too. */
(() => {
  "use strict";
  const PAUSE = 2000;
  const MOST = 10000;
  const AGAIN = 5000;
  const LATER = 30000;
  const PATIENCE = 8000;
  const TERM = 90 * 24 * 60 * 60 * 1000; // as long as the server keeps a draft
  const START = "kept-";
  const OURS = ["csrf_token", "once", "kept", "version", "window", "words"];
  const MARKS = { kept: "done", here: "wait", restored: "wait", offline: "wait", failed: "wait", signedOut: "wait" };
  const live = document.getElementById("live");
  const { account, kept, gone, failed } = document.body.dataset;
  const said = live.dataset;
  const keepers = [];

  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, copy) { try { localStorage.setItem(key, JSON.stringify(copy)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    all() {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(START));
        return keys.map((key) => [key, store.read(key)]).filter(([, copy]) => copy);
      } catch { return []; }
    },
    mine() { return store.all().filter(([, copy]) => copy.account === account); },
  };

  tidy();
  document.querySelector("form[data-keep] .summary")?.focus();
  selectToSplit();
  document.querySelectorAll("form[data-keep]").forEach(keepForm);
  document.querySelectorAll("form[action$='/logout']").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    signOut(form);
  }));

  /* Drops what arrived, what was taken back, and what is older than any draft. */
  function tidy() {
    const [visit, mark] = (gone || "").split(":");
    for (const [key, copy] of store.all()) {
      const own = copy.account === account;
      const back = own && copy.visit === visit && copy.version < Number(mark);
      if (back || (own && kept === `${key} ${copy.turn}`) || copy.at < Date.now() - TERM) store.drop(key);
    }
  }

  /* Sends a draft; gives the status and what the server tells. */
  async function post({ draft, fields, version, window: tab }) {
    const body = new URLSearchParams(fields);
    body.set("version", version);
    body.set("window", tab);
    const answer = await fetch(draft, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": document.querySelector("[name=csrf_token]").value, "X-Requested-With": "fetch" },
      redirect: "error",
      keepalive: fields.length < 60000,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return [answer.status, await answer.json().catch(() => ({}))];
  }

  /* Makes a copy this window's own, unless a window that is still open has it. */
  function claim(key) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiting = { signal: AbortSignal.timeout(AGAIN) };
      navigator.locks.request(key, waiting, () => { resolve(true); return new Promise(() => {}); }).catch(() => resolve(false));
    });
  }

  function keepForm(form) {
    const { keep: name, draft, visit } = form.dataset;
    const { version, window: tab, words } = form.elements;
    const overtaken = document.getElementById("overtaken");
    const status = form.querySelector("[data-state]") ?? madeStatus();
    const own = tab?.value || Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    let key = `${START}${account}-${name}-${own}`;
    let turn = 0;
    let timer = 0;
    let since = 0;
    let typed = false;
    let submitted = false;
    let stopped = false;
    let announced = "";
    let onDevice = true;
    let busy = Promise.resolve();
    // What the server has; of a form that it could not take it has nothing, unless it takes drafts.
    let last = failed !== undefined && !draft ? null : text();

    function madeStatus() {
      const line = document.createElement("p");
      const away = document.createElement("button");
      line.className = "small";
      line.hidden = true;
      Object.assign(away, { type: "button", className: "quiet", textContent: said.away });
      away.onclick = () => { form.reset(); store.drop(key); line.hidden = true; };
      line.append(away);
      (form.querySelector(":scope > .deeds, .body > .deeds") ?? form.lastElementChild).before(line);
      return line;
    }

    function text() {
      const data = new URLSearchParams(new FormData(form));
      OURS.forEach((one) => data.delete(one));
      return data.toString();
    }

    /* What stands on the screen is always so; it is read aloud only when it becomes another state. */
    function show(state, words, asked = []) {
      const sentence = onDevice || state === "kept" ? words : said.nowhere;
      const span = document.createElement("span");
      span.className = `mark ${MARKS[state] ?? "late"}`;
      span.textContent = sentence;
      const before = status.querySelector(".mark");
      if (before) before.replaceWith(span); else status.prepend(span, " ");
      status.hidden = false;
      const news = state === "here" || state === announced ? asked : [sentence, ...asked];
      if (state !== "here") announced = state;
      if (news.length) live.textContent = news.join(" ");
    }

    function keepHere() {
      const fields = text();
      const before = store.read(key);
      if (fields === last) { store.drop(key); return; }
      if (before?.fields === fields) return;
      turn += 1;
      const copy = { account, name, visit, draft, fields, turn, at: Date.now(), page: location.pathname, title: document.title.split(" · ")[0] };
      copy.text = Array.from(form.querySelectorAll("textarea"), (field) => field.value.trim()).filter(Boolean).join("\n");
      onDevice = store.write(key, { ...copy, version: Number((version ?? words)?.value ?? 0), window: tab?.value });
    }

    function onInput() {
      typed = true;
      submitted = false;
      keepHere();
      if (stopped) return;
      show("here", said.here);
      if (draft) later();
      else if (text() === last) status.hidden = true;
    }

    /* After a pause in the typing, and while there is none every ten seconds. */
    function later() {
      const now = Date.now();
      since ||= now;
      clearTimeout(timer);
      timer = setTimeout(keep, Math.max(0, Math.min(PAUSE, since + MOST - now)));
    }

    function keep() {
      busy = busy.catch(() => {}).then(send);
      return busy;
    }

    async function send() {
      clearTimeout(timer);
      since = 0;
      const sent = text();
      if (!draft || stopped || sent === last) return;
      let code;
      let told;
      try {
        [code, told] = await post({ draft, fields: sent, version: version.value, window: tab.value });
      } catch {
        show("offline", said.offline);
        timer = setTimeout(keep, AGAIN);
        return;
      }
      if (told.gone) takeAway(told.said);
      else if (told.others) showOthers(told);
      else if (code === 401) show("signedOut", said.signedOut);
      else if (code >= 400 && code < 500) show("refused", `${told.said ?? ""} ${said.refused}`);
      else if (told.version) arrived(sent, told);
      else {
        show("failed", said.failed);
        timer = setTimeout(keep, LATER);
      }
    }

    function arrived(sent, told) {
      last = sent;
      version.value = told.version;
      const asked = warn(told.care);
      keepHere();
      if (text() === sent) show("kept", told.saved, asked);
      else later();
    }

    /* A sensitive word is only asked about, at its field; gives the questions that are new. */
    function warn(care) {
      const asked = [];
      const tied = (field) => (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && !one.endsWith("-care"));
      for (const old of form.querySelectorAll(".care")) {
        const field = form.elements[old.dataset.of];
        if (old.dataset.of in care) continue;
        field.setAttribute("aria-describedby", tied(field).join(" "));
        old.remove();
      }
      for (const [of, sentence] of Object.entries(care)) {
        const field = form.elements[of];
        const id = `${field.id}-care`;
        const question = document.getElementById(id) ?? document.createElement("p");
        if (question.textContent === sentence) continue;
        Object.assign(question, { id, className: "care", textContent: sentence });
        question.dataset.of = of;
        field.after(question);
        field.setAttribute("aria-describedby", [...tied(field), id].join(" "));
        asked.push(sentence);
      }
      return asked;
    }

    function showOthers(told) {
      stopped = true;
      if (told.others) {
        document.getElementById("others").replaceChildren(...told.others.map(([label, sentence]) => {
          const row = document.createElement("div");
          row.append(document.createElement("dt"), document.createElement("dd"));
          [row.firstChild.textContent, row.lastChild.textContent] = [label, sentence];
          return row;
        }));
        if (told.permission) form.elements.permission.value = told.permission;
        overtaken.hidden = false;
        overtaken.focus();
        overtaken.scrollIntoView({ block: "center" });
      }
      keepHere();
      show("conflict", said.conflict);
      const mine = document.getElementById("mine");
      mine.hidden = false;
      mine.onclick = () => {
        version.value = told.version;
        stopped = false;
        overtaken.hidden = true;
        keep();
      };
    }

    /* The words were taken back: they go from this window and from this device. */
    function takeAway(sentence) {
      stopped = true;
      form.removeEventListener("input", onInput);
      for (const [other, copy] of store.mine()) {
        if (copy.visit === visit && copy.version <= Number(version.value)) store.drop(other);
      }
      const notice = document.createElement("p");
      Object.assign(notice, { className: "notice alert", id: "gone", tabIndex: -1, textContent: sentence });
      const body = form.querySelector(".body");
      body.replaceChildren(form.querySelector("h1"), notice);
      form.replaceChildren(body.parentElement);
      live.textContent = sentence;
      notice.focus();
    }

    /* Takes over what a window that is closed had typed. */
    async function adopt() {
      const left = store.mine().filter(([, copy]) => copy.name === name).sort(([, a], [, b]) => b.at - a.at);
      for (const [other, copy] of left) {
        if (!(await claim(other)) || typed) continue;
        key = other;
        turn = copy.turn;
        if (tab) tab.value = copy.window;
        if (copy.fields !== text()) restore(copy);
        else if (failed === undefined && !stopped) store.drop(key);
        return;
      }
      claim(key);
    }

    function restore(copy) {
      const fields = new URLSearchParams(copy.fields);
      for (const element of form.elements) {
        if (!element.name || OURS.includes(element.name) || element.type === "submit") continue;
        const values = fields.getAll(element.name);
        if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
        else if (values.length) element.value = values[0];
        if (values.length && values[0]) element.closest("details")?.setAttribute("open", "");
      }
      for (const [one, value] of fields) {
        if (!form.elements[one] && value) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: one, value }));
      }
      // What stands on the server may be newer: then it answers so, and both texts are shown.
      if (version ?? words) (version ?? words).value = copy.version;
      typed = true;
      if (draft) { keep(); return; }
      show("restored", said.here);
    }

    form.addEventListener("input", onInput);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      keepHere();
      submitted = true;
      const arrival = form.elements.kept ?? Object.assign(document.createElement("input"), { type: "hidden", name: "kept" });
      arrival.value = `${key} ${turn}`;
      form.append(arrival);
    });
    document.getElementById("theirs")?.addEventListener("click", () => { stopped = true; store.drop(key); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && !submitted) keep(); });
    addEventListener("online", keep);
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    keepers.push(keep);
    if (tab) tab.value = own;
    if (overtaken && !overtaken.hidden) {
      last = "";
      showOthers({ version: version.value });
    }
    adopt();
  }

  /* Sends first, waits, then signs out; what did not arrive stays, and is said. */
  async function signOut(form) {
    let line = true;
    for (const keep of keepers) await keep();
    for (const [key, copy] of store.mine().filter(([, one]) => one.draft)) {
      try {
        const [, told] = await post(copy);
        if ((told.gone || (told.version && !told.others)) && store.read(key)?.fields === copy.fields) store.drop(key);
      } catch { line = false; }
    }
    if (line && !store.mine().length) leave(form); else stay(form, line);
  }

  async function leave(form) {
    const others = store.all().filter(([, copy]) => copy.account !== account);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: AbortSignal.timeout(PATIENCE) });
    } catch { stay(form, false); return; }
    // Signing out clears this device; what somebody else could not send yet is not ours to clear.
    others.forEach(([key, copy]) => store.write(key, copy));
    if (answer.ok) location.assign(answer.url); else form.submit();
  }

  function stay(form, line) {
    const notice = document.getElementById("unsent");
    const away = document.getElementById("away");
    document.getElementById("unsent-why").textContent = line ? said.unsent : said.noLine;
    document.getElementById("unsent-list").replaceChildren(...store.mine().map(([, copy]) => {
      const row = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: copy.page, textContent: copy.title });
      row.append(link, Object.assign(document.createElement("p"), { textContent: copy.text }));
      return row;
    }));
    away.hidden = !line;
    away.onclick = () => { store.mine().forEach(([key]) => store.drop(key)); leave(form); };
    document.getElementById("menu").hidePopover?.();
    notice.hidden = false;
    notice.focus();
  }

  /* A piece of the story that is selected becomes the words of a new insight. */
  function selectToSplit() {
    const story = document.getElementById("story");
    const statement = document.getElementById("split-statement");
    if (!story || !statement) return;
    story.addEventListener("pointerup", take);
    story.addEventListener("keyup", take);
    function take() {
      const words = String(getSelection()).trim();
      if (!words || !story.contains(getSelection().anchorNode)) return;
      statement.value = words.slice(0, 280);
      statement.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
})();
