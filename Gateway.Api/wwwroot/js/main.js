import { AddForm } from './add/add-form.js';
import { el, find } from './dom.js';
import { FileForm } from './files/file-form.js';
import { Health } from './health/health.js';
import { t, translatePage } from './i18n.js';
import { offerSignOut } from './key.js';
import { Library } from './library/library.js';
import { VideoDetails } from './library/video-details.js';
import { LiveEvents } from './live-events.js';
import { JobDetails } from './queue/job-details.js';
import { Queue } from './queue/queue.js';
import { linkTo, navigate, onNavigation } from './router.js';
import { Sheet } from './sheet.js';

translatePage();

const live = new LiveEvents();
const sheet = new Sheet();
const queue = new Queue(live);
const library = new Library();
const health = new Health(live);
const jobDetails = new JobDetails(sheet, queue, () => health.dashboard);
const videoDetails = new VideoDetails(sheet, (id) => library.remove(id));
const fileForm = new FileForm(sheet);
new AddForm((submission) => queue.addAccepted(submission), (file) => fileForm.open(file));

/**
 * The views in the order of the navigation, which is built from their names: the element `#view-name`, the route
 * `#/name`, and the text `name`. A view has show(values, isEntered), called after every navigation within it, and may
 * have hide().
 */
const views = { queue, library, health };
const names = Object.keys(views);
const links = new Map(names.map((name) => [name, el('a', { href: linkTo(name) }, t(name))]));
find('#views').append(...links.values());
offerSignOut(find('.top'));

let current;

function enter(view) {
  const isFirst = current === undefined;
  views[current]?.hide?.();
  current = view;
  for (const name of names) {
    find(`#view-${name}`).hidden = name !== view;
    if (name === view) links.get(name).setAttribute('aria-current', 'page');
    else links.get(name).removeAttribute('aria-current');
  }

  document.title = `${t(view)} · Links`;
  if (isFirst) return;
  window.scrollTo({ top: 0, behavior: 'instant' });
  find(`#view-${view} h2`).focus({ preventScroll: true });
}

/** The sheet is part of the URL: closing it navigates to the view below it. */
function updateSheet(view, { job, video, ...rest }) {
  const onClose = () => navigate(view, rest);
  if (job !== undefined) jobDetails.show(job, onClose);
  else if (video !== undefined) videoDetails.show(video, onClose);
  else sheet.dismiss();
}

onNavigation(names, ({ view, values }) => {
  const isEntered = view !== current;
  if (isEntered) enter(view);
  views[view].show(values, isEntered);
  updateSheet(view, values);
});
live.start();
