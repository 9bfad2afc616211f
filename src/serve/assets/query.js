// The SPARQL page: completion, the place of an error, saved queries. The form works without it.
"use strict";
(() => {
  const query = document.getElementById("query");
  const list = document.getElementById("completions");
  let terms = null;
  let found = [];
  let chosen = -1;
  let turn = 0;

  // The word before the cursor: a variable, a prefixed name, or a name in quotes or angle brackets.
  function word() {
    const before = query.value.slice(0, query.selectionStart);
    const name = /[<"]([^<>"\n{}]{2,60})$/.exec(before);
    const open = (before.split("\n").pop().match(/"/g) || []).length % 2 === 1;
    if (name && (name[0][0] === "<" || open)) return { kind: name[0][0], text: name[1], start: before.length - name[1].length };
    const plain = /[?$]?[A-Za-z][\w-]*(:[\w-]*)?$|[?$]$/.exec(before);
    return plain && { kind: plain[0][0] === "?" || plain[0][0] === "$" ? "?" : ":", text: plain[0], start: before.length - plain[0].length };
  }

  async function json(address) {
    const answer = await fetch(address).catch(() => null);
    return answer && answer.ok ? answer.json() : null;
  }

  async function matches(what) {
    const lower = what.text.toLowerCase();
    if (what.kind === "?") {
      const known = new Set(query.value.match(/[?$]\w+/g) || []);
      return [...known].filter((name) => name.startsWith(what.text) && name !== what.text).map((name) => ({ text: name, kind: "variable" }));
    }
    if (what.kind === ":") {
      terms ||= await json("/terms");
      const names = Object.entries(terms || {}).map(([text, term]) => ({ text, kind: term.kind, says: term.says }));
      const begins = names.filter((term) => term.text.toLowerCase().startsWith(lower));
      const inside = names.filter((term) => !begins.includes(term) && lower.length > 2 && term.text.toLowerCase().split(":").pop().includes(lower.split(":").pop()));
      return [...begins, ...inside].filter((term) => term.text !== what.text);
    }
    const things = await json("/suggest?q=" + encodeURIComponent(what.text)) || [];
    return things.map((thing) => what.kind === "<"
      ? { text: thing.iri + ">", shown: thing.label, kind: thing.kind }
      : { text: thing.label + '"', shown: thing.label, kind: thing.kind });
  }

  function close() {
    list.hidden = true;
    found = [];
    chosen = -1;
    query.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    chosen = (index + found.length) % found.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    query.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  function take(index) {
    const what = word();
    if (!what || !found[index]) return;
    let end = query.selectionStart;
    const closing = found[index].text.slice(-1);
    if (query.value[end] === closing && /[">]/.test(closing)) end += 1;
    query.setRangeText(found[index].text, what.start, end, "end");
    close();
    query.focus();
  }

  async function complete() {
    const mine = ++turn;
    const what = word();
    const hits = what ? await matches(what) : [];
    if (mine !== turn) return;
    found = hits.slice(0, 12);
    if (!found.length) return close();
    list.replaceChildren(...found.map((hit, index) => {
      const item = document.createElement("li");
      item.id = "completion-" + index;
      item.role = "option";
      const name = document.createElement("code");
      name.textContent = hit.shown || hit.text;
      const says = document.createElement("span");
      says.className = "quiet";
      says.textContent = " " + hit.kind + (hit.says ? ": " + hit.says : "");
      item.append(name, says);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
      return item;
    }));
    list.hidden = false;
    choose(0);
  }

  query.setAttribute("aria-controls", "completions");
  query.addEventListener("input", complete);
  query.addEventListener("blur", close);
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return query.form.requestSubmit();
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); return complete(); }
    if (list.hidden) return undefined;
    const act = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: () => take(chosen), Tab: () => take(chosen), Escape: close }[event.key];
    if (act) { event.preventDefault(); act(); }
    return undefined;
  });

  if (query.dataset.line) {
    const before = query.value.split("\n").slice(0, query.dataset.line - 1);
    const at = before.reduce((sum, line) => sum + line.length + 1, 0) + (query.dataset.column - 1);
    query.focus();
    query.setSelectionRange(at, at + 1);
  }

  // Saved queries stay in this browser.
  const save = document.getElementById("save");
  const section = document.getElementById("saved");
  const read = () => { try { return JSON.parse(localStorage.getItem("queries")) || {}; } catch { return {}; } };
  function write(saved) {
    try { localStorage.setItem("queries", JSON.stringify(saved)); } catch { /* Full, or forbidden. */ }
    show();
  }
  function show() {
    const saved = read();
    section.hidden = Object.keys(saved).length === 0;
    document.getElementById("saved-list").replaceChildren(...Object.keys(saved).sort().map((name) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "/query?query=" + encodeURIComponent(saved[name]);
      link.textContent = name;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "second small";
      remove.textContent = "Remove";
      remove.setAttribute("aria-label", "Remove " + name);
      remove.addEventListener("click", () => { const rest = read(); delete rest[name]; write(rest); });
      item.append(link, " ", remove);
      return item;
    }));
  }
  save.addEventListener("click", () => {
    const name = prompt("Name of the query", (/^#\s*(.+)/.exec(query.value) || [])[1] || "");
    if (name) write({ ...read(), [name]: query.value });
  });
  save.hidden = false;
  show();
})();
