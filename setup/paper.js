// In the browser of setup/build-paper: the site's pages as they belong on paper and into an e-book.
//
// A page is read as its own part (the article), with every dropdown open, explorers as their stills and films as their
// strips, without what only works on a screen. Ids begin with the page's name, so that many pages can be one.

globalThis.Paper = (() => {
  "use strict";

  const ONLY_ON_SCREEN = ".headerlink, script, style, .mw-play, .mw-film > label, .mw-downloads, .mw-parts, audio, button, .prev-next-area, "
    + ".mw-on-site, summary > .collapsed"; // the same words stand in .expanded
  const REFERENCES = ["href", "for", "aria-labelledby", "aria-describedby", "headers"];
  const XLINK = "http://www.w3.org/1999/xlink";

  /** The article of a page; `link(page, id)` says where a place of the book is now. */
  async function article(name, pages, link) {
    const text = await (await fetch(name)).text();
    const found = new DOMParser().parseFromString(text, "text/html").querySelector("article");
    for (const explorer of found.querySelectorAll("*")) {
      if (explorer.localName.startsWith("mw-")) explorer.replaceWith(...explorer.childNodes);
    }
    for (const gone of found.querySelectorAll(ONLY_ON_SCREEN)) gone.remove();
    for (const frame of found.querySelectorAll(".mw-frame:not(.mw-still)")) frame.remove();
    for (const folded of found.querySelectorAll("details")) folded.open = true;
    const stem = (page) => page.replace(/[.]html$/, "");
    const own = stem(name);
    for (const place of found.querySelectorAll("[id]")) place.id = `${own}--${place.id}`;
    for (const element of found.querySelectorAll(REFERENCES.map((key) => `[${key}]`).join(", "))) {
      for (const key of REFERENCES) {
        const value = element.getAttribute(key);
        if (value === null) continue;
        if (key !== "href") element.setAttribute(key, value.split(" ").map((id) => `${own}--${id}`).join(" "));
        else if (!/^[a-z]+:/i.test(value)) {
          const [page, id] = value.split("#");
          const there = stem(page || name);
          if (!page || pages.includes(page)) element.setAttribute("href", link(there, id ? `${there}--${id}` : ""));
          else element.replaceWith(...element.childNodes); // a download: it is on the site
        }
      }
    }
    for (const mark of found.querySelectorAll("use")) {
      const id = mark.getAttributeNS(XLINK, "href");
      if (id?.startsWith("#")) mark.setAttributeNS(XLINK, "xlink:href", `#${own}--${id.slice(1)}`);
    }
    for (const words of found.querySelectorAll("summary > p")) words.replaceWith(...words.childNodes, " ");
    found.id = own;
    return found;
  }

  /** All pages below each other in this document, with their maths set. */
  async function bind(pages) {
    document.body.replaceChildren();
    document.body.className = "mw-paper";
    for (const name of pages) {
      const part = document.createElement("section");
      part.className = "bd-article mw-paper-page";
      part.append(await article(name, pages, (page, id) => `#${id || page}`));
      document.body.append(part);
    }
    await MathJax.typesetPromise();
    await document.fonts.ready;
  }

  /** One page as a part of an e-book: {title, body, mathml, svg}; the body is XHTML, its maths MathML. */
  async function leaf(name, pages) {
    const found = await article(name, pages, (page, id) => `${page}.xhtml${id ? `#${id}` : ""}`);
    for (const place of found.querySelectorAll(".math")) setMathml(place);
    for (const element of found.querySelectorAll("*")) {
      for (const { name: key } of [...element.attributes]) if (/^(data-|on|tabindex$|role$)/.test(key)) element.removeAttribute(key);
    }
    const headings = [...found.querySelectorAll("h2")].map((heading) => ({
      id: heading.closest("section[id]")?.id ?? "",
      text: heading.textContent.trim(),
    }));
    const body = new XMLSerializer().serializeToString(found);
    const title = found.querySelector("h1").textContent.trim();
    return { title, headings, body, mathml: body.includes("<math"), svg: body.includes("<svg") };
  }

  function setMathml(place) {
    const number = place.querySelector(".eqno");
    number?.remove();
    const written = /^\s*(\\\(|\\\[)([\s\S]*)(\\\)|\\\])\s*$/.exec(place.textContent);
    if (!written) return;
    const mathml = MathJax.tex2mml(written[2], { display: written[1] === "\\[" });
    place.innerHTML = mathml;
    if (number) place.prepend(number);
  }

  return { bind, leaf };
})();
