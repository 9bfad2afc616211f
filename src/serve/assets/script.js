// Completion of names, and the choice of colours. The pages read well without it.
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
  const theme = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const name = () => { theme.textContent = isDark() ? "Light" : "Dark"; theme.setAttribute("aria-label", theme.textContent + " colours"); };
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", document.documentElement.dataset.theme); } catch { /* Then only for this page. */ }
    name();
  });
  system.addEventListener("change", name);
  name();
  theme.hidden = false;
})();
