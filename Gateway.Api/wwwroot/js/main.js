import { Add } from './add/add.js';
import { find } from './dom.js';
import { FileForm } from './files/file-form.js';
import { LiveEvents } from './events.js';
import { Health } from './health/health.js';
import { t, translatePage } from './i18n.js';
import { Library } from './library/library.js';
import { VideoDetails } from './library/video-details.js';
import { JobDetails } from './queue/job-details.js';
import { Queue } from './queue/queue.js';
import { follow, go } from './router.js';
import { Sheet } from './sheet.js';

translatePage();

const live = new LiveEvents();
const sheet = new Sheet();
const queue = new Queue(live);
const library = new Library();
const health = new Health(live);
const jobDetails = new JobDetails(sheet, queue, () => health.dashboard);
const videoDetails = new VideoDetails(sheet, (id) => library.forget(id));
const fileForm = new FileForm(sheet);
new Add((submission) => queue.accepted(submission), (file) => fileForm.open(file));

let current = '';

function showView(view) {
  for (const section of document.querySelectorAll('[data-view]')) section.hidden = section.dataset.view !== view;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.to === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }

  document.title = `${t(view)} · Links`;
  health.show(view === 'health');
  if (current !== '' && current !== view) {
    window.scrollTo({ top: 0, behavior: 'instant' });
    find(`#view-${view} h2`).focus({ preventScroll: true });
  }

  current = view;
}

/** The sheet is a place of its own: closing it goes back to what it lies over. */
function openSheet(view, { job, video, ...under }) {
  const isLeft = () => go(view, under);
  if (job !== undefined) jobDetails.show(job, isLeft);
  else if (video !== undefined) videoDetails.show(video, isLeft);
  else sheet.leave();
}

follow(({ view, values }) => {
  const isEntered = current !== view;
  if (isEntered) showView(view);
  if (view === 'queue') queue.show(values);
  if (view === 'library') library.show(values, isEntered);
  openSheet(view, values);
});
live.start();
