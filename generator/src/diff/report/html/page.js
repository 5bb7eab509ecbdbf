(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("filter");
  const shown = $("shown");
  const cards = [...document.querySelectorAll("article")];
  const groups = [...document.querySelectorAll("details.group:not(.crate)")];
  const texts = new Map();
  const text = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };
  const value = (name) => (form.elements[name] ? form.elements[name].value : "");
  const has = (list, word) => !word || (list || "").split(" ").includes(word);

  const filter = () => {
    const words = value("search").toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set([...form.querySelectorAll("input[name=level]:checked")].map((box) => box.value));
    const hideApproved = form.elements.approved && form.elements.approved.checked;
    let count = 0;
    for (const card of cards) {
      const fits =
        levels.has(card.dataset.level) &&
        has(card.dataset.axes, value("axis")) &&
        has(card.dataset.operations, value("operation")) &&
        has(card.dataset.document, value("document")) &&
        !(hideApproved && "approved" in card.dataset) &&
        words.every((word) => text(card).includes(word));
      card.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const group of groups) {
      const left = group.querySelectorAll("article:not([hidden])").length;
      group.hidden = left === 0;
      const counter = group.querySelector(".left");
      if (counter) counter.textContent = left;
    }
    shown.textContent = count === cards.length ? `${count} shown` : `${count} of ${cards.length} shown`;
    $("none").hidden = count !== 0 || cards.length === 0;
  };

  const reveal = (card) => {
    for (let part = card.parentElement; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
  };
  const visible = () => cards.filter((card) => !card.hidden);
  const step = (by) => {
    const list = visible();
    if (list.length === 0) return;
    const now = list.indexOf(document.activeElement.closest("article"));
    const next = list[now < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, now + by))];
    reveal(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };
  const follow = () => {
    const card = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    if (!card || card.tagName !== "ARTICLE") return;
    if (card.hidden) { form.reset(); filter(); }
    reveal(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };
  const fold = (open) => { for (const part of document.querySelectorAll("details")) part.open = open; };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  $("open").addEventListener("click", () => fold(true));
  $("close").addEventListener("click", () => fold(false));
  addEventListener("hashchange", follow);
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const part of folded) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of folded) part.open = false; });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); form.elements.search.focus(); }
  });
  filter();
  follow();
})();
