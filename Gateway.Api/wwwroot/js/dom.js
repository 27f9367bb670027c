// Elements are created one by one and text is set as text, so nothing in a video's metadata can become markup.

/**
 * Creates an element: `el('p.note', { hidden: true }, 'text', child)`. A property that starts with `on` adds a
 * listener; a name with a hyphen, `role`, and `for` set attributes. Children that are null, undefined, or false are
 * left out.
 */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  set(element, properties);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.includes('-') || name === 'role' || name === 'for') element.setAttribute(name, value);
    else element[name] = value;
  }
}

/** Sets the text only if it differs: writing the same text again disturbs live regions and selections. */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

export const find = (selector, within = document) => within.querySelector(selector);

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Runs the action after a pause in the calls. */
export function debounce(action, milliseconds) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

/** Runs the action at most once per frame. */
export function oncePerFrame(action) {
  let isScheduled = false;
  return () => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      action();
    });
  };
}
