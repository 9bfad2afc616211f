// Completion of names, and the cursor at the place of an error. The pages read well without it.
"use strict";
(() => {
  const field = document.getElementById("q");
  const list = document.getElementById("names");
  let timer;
  let asked = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    const what = field.value.trim();
    if (what.length < 2) return;
    timer = setTimeout(async () => {
      const turn = ++asked;
      const answer = await fetch("/suggest?q=" + encodeURIComponent(what)).catch(() => null);
      if (!answer || !answer.ok) return;
      const found = await answer.json();
      if (turn !== asked) return;
      list.replaceChildren(...found.map((item) => {
        const option = document.createElement("option");
        option.value = item.also || item.label;
        option.label = item.label + " (" + item.kind + ")";
        return option;
      }));
    }, 150);
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      field.focus();
    }
  });
  const query = document.getElementById("query");
  if (query) {
    query.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) query.form.requestSubmit();
    });
    if (query.dataset.line) {
      const before = query.value.split("\n").slice(0, query.dataset.line - 1);
      const at = before.reduce((sum, line) => sum + line.length + 1, 0) + (query.dataset.column - 1);
      query.focus();
      query.setSelectionRange(at, at + 1);
    }
  }
})();
