// This is where a page is asked what a reader would ask it, and how long it takes; the benchmark of
// search (tests/bench/chromium.py) runs this before the scripts of the page. A page of another
// search engine says itself how it is asked.
{
  let isReady;
  const ready = new Promise((resolve) => { isReady = resolve; });
  const first = decodeURIComponent(location.hash.replace("#ask=", "")); // no element is called so
  const bench = {
    longest: 0, // milliseconds of the longest task that kept the page from its reader
    ready, // when the page can be asked
    first: ready.then(() => first && bench.ask(first)), // how the query in the address was answered
    begin: () => isReady({}),
    ask: (query) => until(query, (box) => {
      box.value = query;
      box.form.requestSubmit(); // Enter: it does not wait whether the reader types on
    }),
    /** How a query is answered that is typed into the box from now on. */
    typed: (query) => until(query, () => {}),
  };
  globalThis.bench = bench;
  const tasks = new PerformanceObserver((list) => {
    for (const task of list.getEntries()) bench.longest = Math.max(bench.longest, task.duration);
  });
  tasks.observe({ type: "longtask" });

  let key = 0; // when the box changed last
  addEventListener("input", () => { key = performance.now(); }, true);
  // A reader who has the box before him types at once.
  addEventListener("focusin", ({ target }) => { if (target.id === "query") setTimeout(bench.begin); }, { once: true });

  /** Wait until the rows of a query are in the page, and until each has its snippet or none. */
  async function until(query, start) {
    const part = (selector) => document.querySelector(selector);
    const all = () => [...document.querySelectorAll("#results .snippet")];
    let begin = performance.now();
    const changed = (isDone) => new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (!isDone()) return;
        watch.disconnect();
        resolve(performance.now());
      });
      watch.observe(part("#status"), { childList: true });
      watch.observe(part("#results"), { childList: true, subtree: true });
    });
    const isTold = () => part("#status").textContent.includes(`“${query}”`);
    const rows = changed(isTold);
    start(part("#query"));
    const there = await rows;
    begin = Math.max(begin, key);
    const isFull = () => isTold() && all().every((snippet) => snippet.textContent);
    const complete = isFull() ? there : await changed(isFull);
    const total = /([\d,]+) papers?\b/.exec(part("#status").textContent)?.[1].replaceAll(",", "");
    return { rows: there - begin, complete: complete - begin, shown: part("#results").children.length, total: Number(total ?? 0) };
  }
}
