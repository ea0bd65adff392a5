// Before a page is printed it is opened and made light; afterwards it is as the reader had it.

(() => {
  "use strict";

  const page = document.documentElement;
  let opened = [];
  let theme;

  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const folded of opened) folded.open = true;
    theme = page.dataset.theme;
    page.dataset.theme = "light";
  });

  addEventListener("afterprint", () => {
    for (const folded of opened) folded.open = false;
    if (theme) page.dataset.theme = theme;
  });
})();
