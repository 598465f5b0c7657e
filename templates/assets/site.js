// This is where every page gets what it can do with JavaScript, and does without: copy a citation,
// focus the search box with "/", put papers into the basket, and the part that a page has of its own.
"use strict";

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = /** @type {HTMLElement} */ (document.getElementById(button.dataset.copy ?? ""));
    button.textContent = (await copied(source)) ? "Copied" : "Press Ctrl+C to copy";
    setTimeout(() => { button.textContent = name; }, 2500);
  });
}

/** Put the text of an element on the clipboard; where that is not allowed, select it. @param {HTMLElement} element */
async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return document.execCommand("copy");
  }
}

document.addEventListener("keydown", (event) => {
  const isTyping = /** @type {Element} */ (event.target).closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("input[type=search]"));
  if (!box?.getClientRects().length) return; // a narrow header has none
  event.preventDefault();
  box.focus();
  box.select();
});

// Modules and fetch do not work from a folder (file:); there the page says so, and browsing works.
const without = document.getElementById("without");
if (location.protocol !== "file:") {
  import("./basket.js").then((basket) => basket.start()).catch(() => {}); // a page without basket is a page
  const failed = () => {
    for (const status of document.querySelectorAll("#status, #heard")) status.textContent = "A script could not be loaded. Check the connection and reload the page.";
  };
  if (document.getElementById("search")) import("./results.js").then((results) => results.start()).catch(failed);
  if (document.getElementById("cited")) import("./cite.js").then((cite) => cite.start()).catch(failed);
} else if (without) {
  without.hidden = false;
}
