// Dropping files: each is sent by itself, with its progress; what a lost connection interrupts can be sent again.

const form = document.getElementById('send-in');
const zone = document.querySelector('[data-drop]');
const list = document.getElementById('sending');
const words = form.dataset;

function row(file) {
  const made = document.getElementById('sending-row').content.firstElementChild.cloneNode(true);
  made.querySelector('[data-name]').textContent = file.name;
  list.prepend(made);
  list.hidden = false;
  return made;
}

function fail(item, message, again) {
  item.querySelector('progress').hidden = true;
  const note = item.querySelector('[data-note]');
  note.textContent = message;
  note.className = 'error-text full';
  const button = item.querySelector('button');
  button.hidden = !again;
  button.onclick = () => {
    item.remove();
    again();
  };
}

function send(file) {
  const item = row(file);
  const data = new FormData();
  data.append('files', file);
  data.append('agency', form.elements.agency.value);
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', form.elements.csrfmiddlewaretoken.value);
  const progress = item.querySelector('progress');
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable) return;
    progress.max = event.total;
    progress.value = event.loaded;
  };
  request.onload = () => {
    let answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      return fail(item, words.failed, () => send(file));
    }
    if (!answer.rows.length) return fail(item, answer.refused.join(' '), null);
    // Its own source: htmx keeps one waiting request for each source, and files arrive together.
    htmx.ajax('GET', answer.rows[0], { source: item, target: item, swap: 'outerHTML' });
  };
  request.onerror = request.ontimeout = request.onabort = () => fail(item, words.lost, () => send(file));
  request.send(data);
}

function sendAll(files) {
  for (const file of files) send(file);
}

for (const kind of ['dragenter', 'dragover']) {
  addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    zone.classList.add('over');
  });
}
addEventListener('dragleave', (event) => event.relatedTarget ?? zone.classList.remove('over'));
addEventListener('drop', (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  zone.classList.remove('over');
  sendAll(event.dataTransfer.files);
});
form.elements.files.addEventListener('change', () => {
  sendAll(form.elements.files.files);
  form.elements.files.value = '';
});
addEventListener('paste', (event) => {
  if (event.clipboardData?.files.length) sendAll(event.clipboardData.files);
});
