// Small pieces of a page. Text goes in as text, never as markup: a file may say anything.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// A labelled field with a sentence of help, tied together for those who listen.
export function field(id, label, help, input) {
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-help`);
  const told = element("small", { id: `${id}-help` }, help);
  return element("div", {}, element("label", { for: id }, label), input, told);
}

// Text from a file that nobody vouches for, without what would steer a reader's eye (bidi controls and the like).
export function harmless(text) {
  return String(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
}
