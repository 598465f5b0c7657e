// What every page can do with JavaScript, and does without: copy a citation, focus the search box
// with "/", and, on the search page, search.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    button.textContent = (await copied(source)) ? "Copied" : "Press Ctrl+C to copy";
    setTimeout(() => { button.textContent = "Copy"; }, 2500);
  });
}

/** Put the text of an element on the clipboard; where that is not allowed, select it. */
async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  }
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("input[type=search]");
  if (!box?.getClientRects().length) return; // a narrow header has none
  event.preventDefault();
  box.focus();
  box.select();
});

// Modules and fetch do not work from a folder (file:); there the page says so, and browsing works.
const search = document.getElementById("search");
if (search && location.protocol === "file:") {
  document.getElementById("without").hidden = false;
} else if (search) {
  import(new URL(search.dataset.module, location.href).href)
    .then((module) => module.start(search))
    .catch(() => {
      document.getElementById("status").textContent =
        "Search could not be loaded. Check the connection and reload the page.";
    });
}
