// Runs axe-core inside of a page: [rule, place, what to do] of every violation.

async ([inside, options]) => {
  const style = (element) => getComputedStyle(element);

  // What a text's contrast comes from: its own look, the colour around it, and every ground behind it.
  const look = (element) => {
    const { color, fontSize, fontWeight, textDecorationLine, textShadow } = style(element);
    const parts = [element.localName, color, fontSize, fontWeight, textDecorationLine, textShadow];
    parts.push(element.parentElement && style(element.parentElement).color);
    for (let one = element; one; one = one.parentElement) {
      const { backgroundColor, backgroundImage, opacity, position } = style(one);
      const behind = [backgroundColor, backgroundImage, opacity, position].join(" ");
      if (behind !== "rgba(0, 0, 0, 0) none 1 static") parts.push(behind);
    }
    return parts.join("|");
  };

  const speaks = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()) ||
    element.matches("input, select, textarea");

  // A page has thousands of words in few colours, and contrast is slow to judge: the first and the last of each look.
  // Axe finds no single element in a shadow, so that an explorer is judged as a whole.
  const toJudge = () => {
    const hosts = [], looks = new Map();
    for (const element of document.querySelectorAll(`${inside}, ${inside} *`)) {
      if (element.shadowRoot) hosts.push(element);
      if (!speaks(element) || !element.checkVisibility() || element.closest("svg[role=img]")) continue;
      const key = look(element);
      looks.set(key, [looks.get(key)?.[0] ?? element, element]);
    }
    return [...hosts, ...new Set([...looks.values()].flat())];
  };

  // The inside of a drawing is left out: `role="img"` makes it one picture with one label, and that stays in.
  const context = {
    include: "runOnly" in options ? toJudge() : [[inside]],
    exclude: [["svg[role=img] > *"]],
  };
  // Only what is wrong is asked for: to list all that is right takes axe ten times as long.
  const { violations } = await axe.run(context, { ...options, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, target.flat().join(" "), failureSummary]));
}
