// The style sheet of every explorer. Colours are the page's (magic-window.css and the theme), so both themes are right.

(function (root) {
  "use strict";

  const CSS = `
    :host { display: block; margin-block: 1.5rem; color: var(--mw-ink); font-size: 1rem; line-height: 1.45; }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    p { margin: 0; }
    .explorer { border: 1px solid var(--mw-line); border-radius: .5rem; padding: .8rem; }
    .heading { font-weight: 700; margin-bottom: .5rem; }

    .controls { display: flex; flex-wrap: wrap; gap: .6rem 1rem; }
    .group { flex: 1 1 auto; margin: 0; background: var(--mw-paper); border-radius: .4rem; padding: .3rem .6rem; }
    .group summary { font-size: .875rem; font-weight: 700; color: var(--mw-muted); padding: .15rem 0; }
    .settings { display: flex; flex-wrap: wrap; align-items: flex-end; gap: .35rem .9rem; padding-bottom: .3rem; }
    .setting { display: flex; flex-wrap: wrap; align-items: flex-end; gap: .15rem .5rem; margin: 0; padding: 0; border: 0;
      min-width: 0; }
    .setting.choice { flex-direction: column; align-items: flex-start; max-width: 100%; }
    .setting.switch { flex-wrap: nowrap; align-items: center; min-height: 2rem; }
    .setting.switch input { flex: none; }
    legend, .setting label { font-size: .875rem; padding: 0; }
    .stepper { display: inline-flex; flex-direction: column; }
    fieldset .stepper label { font-size: .8rem; color: var(--mw-muted); }
    .buttons { display: inline-flex; }
    input[type=number] { width: 2.6rem; text-align: center; appearance: textfield; -moz-appearance: textfield; }
    input::-webkit-inner-spin-button { appearance: none; margin: 0; }
    input[type=checkbox] { width: 1.1rem; height: 1.1rem; accent-color: var(--mw-kernel); }
    input[type=range] { flex: 1 1 8rem; min-width: 6rem; accent-color: var(--mw-window); }
    select { max-width: 100%; }
    input[type=number], select, button { font: inherit; font-size: .9rem; color: var(--mw-ink); height: 2rem;
      background: var(--pst-color-background, Canvas); border: 1px solid var(--mw-muted); border-radius: .3rem; }
    button { padding: 0 .6rem; cursor: pointer; }
    button[aria-disabled=true] { opacity: .5; cursor: default; }
    .buttons button { width: 1.8rem; padding: 0; }
    .buttons button:first-child { border-radius: .3rem 0 0 .3rem; border-right: 0; }
    .buttons button:last-child { border-radius: 0 .3rem .3rem 0; border-left: 0; }
    .buttons input { border-radius: 0; }
    :focus-visible { outline: 3px solid var(--mw-kernel); outline-offset: 1px; }

    .own { margin-top: .6rem; background: var(--mw-paper); border-radius: .4rem; padding: .3rem .6rem; }
    .own summary { font-size: .875rem; font-weight: 700; color: var(--mw-muted); padding: .15rem 0; }
    .own .hint { font-size: .875rem; }
    .fields { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; padding: .4rem 0; overflow-x: auto; }
    .line { display: flex; }
    .fields input { width: 2.9rem; height: 2rem; padding: 0; text-align: center; font: inherit; font-size: .9rem;
      color: var(--mw-ink); background: var(--pst-color-background, Canvas); border: 1px solid var(--mw-muted); }
    .fields input[aria-invalid=true] { border: 2px dashed var(--mw-window); }
    .pair { display: flex; flex-wrap: wrap; gap: .6rem 1.4rem; margin-top: .6rem; }
    .photo canvas { width: min(16rem, 44vw); image-rendering: pixelated; border: 1px solid var(--mw-line); }
    .photo.drawing .panel:first-child canvas { touch-action: none; cursor: crosshair; }
    .said:empty { display: none; }

    .reasons { margin-top: .6rem; border-left: 4px solid var(--mw-window); background: var(--mw-window-tint);
      padding: .4rem .7rem; font-size: .9rem; }
    .reasons:empty { display: none; }

    .player { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-top: .8rem; }
    .player label { display: flex; flex: 1 1 12rem; align-items: center; gap: .5rem; font-size: .875rem; }
    .stage { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem 1.4rem; margin-top: .8rem; }
    .column { display: flex; flex-wrap: wrap; gap: .8rem; max-width: 100%; }
    .panel { max-width: 100%; }
    .title { font-size: .875rem; color: var(--mw-muted); margin-bottom: .15rem; }
    .scroll { overflow-x: auto; padding: 1px; }
    .scroll svg { display: block; }
    .scroll svg[role=img] { max-width: 100%; height: auto; }
    text { font-size: 14px; text-anchor: middle; dominant-baseline: middle; font-variant-numeric: tabular-nums; }
    text.small { font-size: 12px; }
    text.note { font-size: 11px; font-weight: 700; }
    .frame { fill: none; stroke: var(--mw-window); stroke-width: 3; }
    [data-edit] { cursor: text; }
    [role=gridcell] { cursor: pointer; outline-offset: -4px; }

    .status { margin-top: .8rem; min-height: 2.9em; }
    .workings { margin-top: .5rem; overflow-x: auto; background: var(--mw-paper); border-radius: .4rem; padding: .5rem .7rem;
      font-variant-numeric: tabular-nums; }
    .workings p { padding-left: 1.5rem; text-indent: -1.5rem; }
    .workings .factor { color: var(--mw-kernel); font-weight: 600; }
    .workings .result { color: var(--mw-answer); font-weight: 700; }
    .sums { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--wide)), 1fr)); text-indent: 0;
      margin-left: -1.5rem; }
    .lines { margin-top: .5rem; color: var(--mw-muted); font-size: .9rem; }
    details.torch { margin-top: .6rem; }
    summary { cursor: pointer; }
    pre { overflow-x: auto; background: var(--mw-paper); border-radius: .4rem; padding: .6rem .7rem; margin: .4rem 0;
      font-size: .85rem; line-height: 1.4; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-top: .6rem; }
    .still { display: none; }
    @media print { .explorer { display: none; } .still { display: block; } }
    textarea { position: absolute; opacity: 0; height: 1px; width: 1px; }
  `;

  function sheet() {
    const made = new CSSStyleSheet();
    made.replaceSync(CSS);
    return made;
  }

  root.MagicWindow = Object.assign(root.MagicWindow || {}, { look: sheet() });
})(globalThis);
