import { find } from '../dom.js';

// What someone chose the last time is what they mostly want the next time.
const KEPT = 'links.options';

/** Reads the form of what is wanted, in the words of POST /links. Metadata always comes. */
export function readOptions(form) {
  const value = (name) => form.elements[name].value.trim();
  const isOn = (name) => form.elements[name].checked;
  const body = {};
  if (isOn('audio')) body.audio = value('audioFormat');
  if (isOn('video')) {
    const maxHeight = value('maxHeight');
    body.video = maxHeight === '' ? value('videoFormat') : { format: value('videoFormat'), maxHeight: Number(maxHeight) };
  }

  if (isOn('captions')) {
    const languages = value('languages').split(/[\s,;]+/).filter((language) => language !== '');
    body.captions = { languages: languages.length > 0 ? languages : ['*'], format: value('captionFormat') };
  }

  if (isOn('thumbnail')) body.thumbnail = true;
  if (value('maxAge') !== '') body.maxAge = value('maxAge');
  return body;
}

/** Shows the details of what is ticked, and keeps the choice. */
export function followOptions(form) {
  const fields = [...form.elements].filter((field) => field.name !== '' && field.name !== 'links');
  const details = () => {
    for (const place of form.querySelectorAll('[data-when]')) place.hidden = !form.elements[place.dataset.when].checked;
  };
  const kept = read();
  for (const field of fields) {
    if (!(field.name in kept)) continue;
    if (field.type === 'checkbox') field.checked = kept[field.name] === true;
    else field.value = kept[field.name];
    // A choice that is no longer offered leaves a select empty.
    if (field.selectedIndex === -1) field.selectedIndex = 0;
  }

  form.addEventListener('change', () => {
    details();
    write(Object.fromEntries(fields.map((field) => [field.name, field.type === 'checkbox' ? field.checked : field.value])));
  });
  details();
  if (fields.some((field) => field.type === 'checkbox' && field.checked)) find('#options').open = true;
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function write(values) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(values));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
