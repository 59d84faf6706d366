import { arrange, channelName, element, firstUnread, roomLink, spoken, timelineItems } from './view.js';

const agent = new URLSearchParams(location.search).get('agent') || 'dana';
const page = 50;

/** The conversations that are listed, by id. */
const rooms = new Map();
let nextRooms = null;
let loadingRooms = null;

/** The conversation that is open. */
let open = null;

/** The id of the conversation in the list to which the Tab key goes. The arrow keys go to the others. */
let tabStop = null;

const $ = id => document.getElementById(id);

async function call(path, parameters = {}, options = {}) {
  const query = new URLSearchParams({ agent });
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined) {
      query.set(key, value);
    }
  }
  const response = await fetch(`desk/${path}?${query}`, options);
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail || `The server answered ${response.status}.`), { status: response.status });
  }
  return response.status === 204 ? null : response.json();
}

const roomPath = id => `rooms/${encodeURIComponent(id)}`;

/** Lets a screen reader say a text when it has said what it is saying. */
function say(text) {
  $('spoken').append(element('p', {}, text));
  if ($('spoken').children.length > 5) {
    $('spoken').firstChild.remove();
  }
}

// The inbox

/** Reads a page of the inbox: the first one, or the one after those that are listed. */
async function loadRooms(first) {
  const answer = await call('inbox', {
    limit: page,
    after: first ? null : nextRooms,
    unread: $('unread-only').checked || null
  });
  if (!first || rooms.size === 0) {
    nextRooms = answer.next;
  }
  answer.rooms.forEach(room => rooms.set(room.id, room));
  renderRooms();
  return answer.rooms;
}

function loadMoreRooms() {
  const list = $('rooms');
  if (nextRooms && !loadingRooms && list.scrollTop + list.clientHeight > list.scrollHeight - 600) {
    loadingRooms = loadRooms(false).then(() => {
      loadingRooms = null;
      loadMoreRooms();
    }, failed).finally(() => {
      loadingRooms = null;
    });
  }
}

/** Orders by last activity. Without the last letter, times with and without fractions compare as texts. */
function liveliestFirst(a, b) {
  const [at, other] = [a.at.slice(0, -1), b.at.slice(0, -1)];
  return at < other ? 1 : at > other ? -1 : a.id < b.id ? 1 : -1;
}

function renderRooms() {
  const unreadOnly = $('unread-only').checked;
  const sorted = [...rooms.values()]
    .filter(room => !unreadOnly || room.unread > 0 || room.id === open?.id)
    .sort(liveliestFirst);
  arrange($('rooms'), sorted.map(room => {
    const current = room.id === open?.id;
    return { key: room.id, state: [room, current], make: () => element('li', {}, roomLink(room, current)) };
  }));
  $('inbox-empty').hidden = sorted.length > 0;
  $('inbox-empty').textContent = unreadOnly ? 'Everything is read.' : 'There is no conversation yet.';
  const unread = sorted.filter(room => room.unread > 0).length;
  const title = rooms.get(open?.id)?.title;
  document.title = `${unread > 0 ? `(${unread}${nextRooms ? '+' : ''}) ` : ''}${title ? `${title} · ` : ''}Help desk`;
  renderTabStop();
}

function renderTabStop() {
  const links = [...$('rooms').querySelectorAll('.room')];
  const stop = entryOf(tabStop) || links[0];
  links.forEach(link => {
    link.tabIndex = link === stop ? 0 : -1;
  });
}

/** Reads a conversation as it stands in the inbox. */
async function refreshRoom(id) {
  const before = rooms.get(id);
  try {
    const room = await call(roomPath(id));
    rooms.set(id, room);
    if (id !== open?.id && room.unread > 0 && !before?.unread) {
      say(`Unread: ${room.title}.`);
    } else if (id === open?.id && room.closed && !before?.closed) {
      say($('closed').textContent);
    }
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    rooms.delete(id);
  }
  renderRooms();
  if (open?.id === id) {
    open.room = rooms.get(id) || null;
    renderHeader();
    renderTimeline();
  }
}

function entryOf(id) {
  return id ? $('rooms').querySelector(`[data-id="${CSS.escape(id)}"]`) : null;
}

/** Shows the inbox, and puts the focus on an entry. */
function goToInbox(id) {
  history.replaceState(null, '', location.pathname + location.search);
  closeRoom();
  (entryOf(id) || $('rooms').querySelector('.room'))?.focus();
}

// The conversation

function closeRoom() {
  open = null;
  document.body.dataset.view = 'inbox';
  renderRooms();
  renderHeader();
  $('timeline').replaceChildren();
}

async function openRoom(id) {
  if (!id) {
    closeRoom();
    return;
  }
  const opened = { id, room: rooms.get(id) || null, events: new Map(), oldest: 0, more: false, loading: false };
  open = opened;
  tabStop = id;
  document.body.dataset.view = 'conversation';
  renderRooms();
  $('problem').textContent = '';
  $('text').value = sessionStorage.getItem(`draft ${id}`) || '';
  $('timeline').replaceChildren();
  $('newer').hidden = true;
  renderHeader();
  try {
    const [room, newest] = await Promise.all([call(roomPath(id)), call(`${roomPath(id)}/timeline`, { limit: page })]);
    if (open !== opened) {
      return;
    }
    opened.room = room;
    opened.unreadIndex = firstUnread(newest.events, room.unread, agent);
    rooms.set(id, room);
    takeOlder(newest);
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    opened.room = null;
  }
  renderHeader();
  renderTimeline();
  toTheEnd();
  loadOlder();
  if (opened.room && !matchMedia('(pointer: coarse)').matches) {
    (opened.room.closed ? $('log') : $('text')).focus({ preventScroll: true });
  } else {
    $('conversation').focus({ preventScroll: true });
  }
  renderRooms();
  await markRead();
}

function takeOlder(answer) {
  answer.events.forEach(event => open.events.set(event.index, event));
  open.more = answer.more;
  open.oldest = answer.events[0]?.index ?? open.oldest;
}

/** Reads all events from an index on into a map. Returns `null` when another conversation was opened meanwhile. */
async function eventsFrom(opened, index) {
  const events = new Map();
  for (let after = index - 1, more = true; more;) {
    const answer = await call(`${roomPath(opened.id)}/timeline`, { after, limit: page });
    if (open !== opened) {
      return null;
    }
    answer.events.forEach(event => events.set(event.index, event));
    after = answer.events.at(-1)?.index;
    more = answer.more && after !== undefined;
  }
  return events;
}

/** Reads the events after the newest one. Indexes are committed in order, so none before it is missing. */
async function loadNewer() {
  const opened = open;
  const events = await eventsFrom(opened, Math.max(-1, ...opened.events.keys()) + 1);
  if (events) {
    const follow = atTheEnd();
    events.forEach((event, index) => {
      const text = opened.events.has(index) ? null : spoken(event, opened.room, agent);
      opened.events.set(index, event);
      if (text) {
        say(text);
      }
    });
    renderTimeline();
    if (follow) {
      toTheEnd();
      await markRead();
    } else if (events.size > 0) {
      $('newer').hidden = false;
    }
  }
}

/** Reads an event that was changed, imported or deleted. */
async function loadEvent(index) {
  const opened = open;
  if (index < opened.oldest && opened.more) {
    return;
  }
  const answer = await call(`${roomPath(opened.id)}/timeline`, { after: index - 1, limit: 1 });
  if (open === opened) {
    if (answer.events[0]?.index === index) {
      opened.events.set(index, answer.events[0]);
    } else {
      opened.events.delete(index);
    }
    renderTimeline();
  }
}

/** Reads everything that is shown again, when changes may have been missed. */
async function reloadTimeline() {
  const opened = open;
  const events = await eventsFrom(opened, opened.more ? opened.oldest : 0);
  if (events) {
    const follow = atTheEnd();
    opened.events = events;
    renderTimeline();
    if (follow) {
      toTheEnd();
      await markRead();
    }
  }
}

function loadOlder() {
  const log = $('log');
  const opened = open;
  if (!opened?.more || opened.loading || log.scrollTop > 400) {
    return;
  }
  opened.loading = true;
  call(`${roomPath(opened.id)}/timeline`, { before: opened.oldest, limit: page }).then(answer => {
    opened.loading = false;
    if (open === opened) {
      takeOlder(answer);
      renderTimeline();
      loadOlder();
    }
  }, failed).finally(() => {
    opened.loading = false;
  });
}

function atTheEnd() {
  const log = $('log');
  return log.scrollTop + log.clientHeight > log.scrollHeight - 80;
}

function toTheEnd() {
  $('log').scrollTop = $('log').scrollHeight;
  $('newer').hidden = true;
}

/** Marks the open conversation as read, when its end can be seen. */
async function markRead() {
  if (open?.room?.unread > 0 && document.visibilityState === 'visible' && atTheEnd()) {
    const id = open.id;
    await call(`${roomPath(id)}/read`, {}, { method: 'POST' });
    await refreshRoom(id);
  }
}

function renderHeader() {
  const room = open?.room;
  const writing = $('composer').contains(document.activeElement);
  $('room-title').textContent = room ? room.title : open ? 'There is no such conversation' : 'No conversation is open';
  $('present').textContent = !room ? ''
    : [channelName(room.channel), room.present.length > 0 ? `Present: ${room.present.join(', ')}` : 'Nobody is present'].filter(Boolean).join(' · ');
  $('text').placeholder = room ? `Write to ${room.title}` : '';
  $('unread').hidden = !room;
  $('nothing').hidden = Boolean(room);
  $('log').hidden = !room;
  $('composer').hidden = !room || room.closed;
  $('closed').hidden = !room?.closed;
  $('conversation').classList.toggle('closed', Boolean(room?.closed));
  if (writing && room?.closed) {
    $('log').focus({ preventScroll: true });
  }
}

/** Shows the events. What is in view stays where it is when something above it changes. */
function renderTimeline() {
  if (!open.room) {
    $('timeline').replaceChildren();
    return;
  }
  const log = $('log');
  const top = log.getBoundingClientRect().top;
  const seen = [...$('timeline').children].find(item => item.getBoundingClientRect().bottom > top);
  const offset = seen?.getBoundingClientRect().top;
  const key = seen?.dataset.key;
  const events = [...open.events.values()].sort((a, b) => a.index - b.index);
  arrange($('timeline'), timelineItems(events, open.room, agent, open.unreadIndex));
  const same = key ? $('timeline').querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  if (same) {
    log.scrollTop += same.getBoundingClientRect().top - offset;
  }
}

let outbox = Promise.resolve();

function showDraft(opened, text) {
  sessionStorage.setItem(`draft ${opened.id}`, text);
  if (open === opened) {
    $('text').value = text;
  }
}

/** Sends a message after those before it. Sending the same text again after a failure stores it once. */
function submit(text) {
  const opened = open;
  const message = opened.unsent?.text === text ? opened.unsent : { text, key: crypto.randomUUID() };
  opened.unsent = null;
  showDraft(opened, '');
  $('problem').textContent = '';
  outbox = outbox.then(() => send(opened, message)).catch(problem => putBack(opened, message, problem));
}

async function send(opened, message) {
  if (opened.unsent) {
    throw new Error('A message before it was not sent.');
  }
  await call(`${roomPath(opened.id)}/messages`, {}, {
    method: 'POST',
    keepalive: true,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': message.key },
    body: JSON.stringify({ text: message.text })
  });
  say('Sent.');
  if (open === opened) {
    toTheEnd();
    loadNewer().catch(failed);
  }
}

/** Puts a message that was not sent back into the box, beside what was written since. */
function putBack(opened, message, problem) {
  const written = sessionStorage.getItem(`draft ${opened.id}`);
  showDraft(opened, (opened.unsent ? [written, message.text] : [message.text, written]).filter(Boolean).join('\n'));
  opened.unsent ??= message;
  if (open === opened) {
    $('problem').textContent = problem.status ? `The message was not sent. ${problem.message}`
      : 'The server did not answer. Send the message again: it is stored once.';
  }
}

// Changes

let source = null;
let work = Promise.resolve();
let waiting = new Set();
let refreshing = null;

/** Reads rooms again after a change. Changes that arrive within a moment are taken together. */
function refreshSoon(id) {
  waiting.add(id);
  refreshing ??= new Promise(resolve => setTimeout(resolve, 100)).then(async () => {
    refreshing = null;
    const ids = waiting;
    waiting = new Set();
    if (ids.size > 5) {
      (await loadRooms(true)).forEach(room => room.id === open?.id || ids.delete(room.id));
    }
    for (const id of ids) {
      if (ids.size <= 5 || rooms.has(id)) {
        await refreshRoom(id);
      }
    }
    await markRead();
  }).catch(failed);
}

async function changed(changes) {
  changes.forEach(change => refreshSoon(change.room_id));
  const ofOpen = changes.filter(change => change.room_id === open?.id);
  const newest = open ? Math.max(-1, ...open.events.keys()) : -1;
  for (const { type, index } of ofOpen) {
    if (type === 'event_changed' || type === 'event_deleted'
        || (type === 'event_appended' && index <= newest && !open.events.has(index))) {
      await loadEvent(index);
    }
  }
  if (ofOpen.some(({ type, index }) => type === 'event_appended' && index > newest)) {
    await loadNewer();
  }
}

/** Follows the changes after a position. A browser that loses the connection continues after the last event by itself. */
function follow(token) {
  const following = new EventSource(`desk/changes?${new URLSearchParams({ after: token.value })}`);
  source = following;
  following.addEventListener('open', () => connection('live', 'Live'));
  following.addEventListener('changes', message => {
    work = work.then(() => source === following ? changed(JSON.parse(message.data)) : null).catch(failed);
  });
  following.addEventListener('error', () => {
    connection('lost', 'Connection lost. Trying again…');
    if (following.readyState === EventSource.CLOSED && source === following) {
      failed();
    }
  });
}

/** Shows whether changes arrive. Sets a text only once, because a screen reader says it each time. */
function connection(state, text) {
  $('connection').dataset.state = state;
  if ($('connection').textContent !== text) {
    $('connection').textContent = text;
  }
}

let retry = null;

/** Begins again after a failure, because a change may be missing from the page. */
function failed() {
  source?.close();
  source = null;
  connection('lost', 'Connection lost. Trying again…');
  retry ??= setTimeout(() => {
    retry = null;
    start();
  }, 2000);
}

/** Reads the position of the feed before the records, so that no change between the two is missed. */
async function start() {
  try {
    const token = await call('changes/latest');
    rooms.clear();
    await loadRooms(true);
    if (open) {
      await refreshRoom(open.id);
      await (open?.room ? reloadTimeline() : null);
    } else {
      await openRoom(chosen());
    }
    follow(token);
    loadMoreRooms();
  } catch {
    failed();
  }
}

/** Returns the id of the conversation in the address. */
function chosen() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

$('agent').textContent = agent.charAt(0).toUpperCase() + agent.slice(1);
$('rooms').addEventListener('scroll', loadMoreRooms);
$('rooms').addEventListener('keydown', event => {
  const links = [...$('rooms').querySelectorAll('.room')];
  const place = links.indexOf(document.activeElement);
  const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: links.length - 1 }[event.key];
  if (links[next]) {
    event.preventDefault();
    links[next].focus();
  }
});
$('rooms').addEventListener('focusin', event => {
  tabStop = event.target.dataset.id;
  renderTabStop();
});
$('unread-only').addEventListener('change', () => {
  rooms.clear();
  loadRooms(true).catch(failed);
});
$('log').addEventListener('scroll', () => {
  loadOlder();
  if (open && atTheEnd()) {
    $('newer').hidden = true;
    markRead().catch(failed);
  }
});
$('newer').addEventListener('click', () => {
  toTheEnd();
  ($('composer').hidden ? $('log') : $('text')).focus({ preventScroll: true });
});
$('back').addEventListener('click', () => goToInbox(open?.id));
$('unread').addEventListener('click', () => {
  const id = open.id;
  goToInbox(id);
  call(`${roomPath(id)}/unread`, {}, { method: 'POST' }).then(() => refreshRoom(id)).catch(failed);
});
addEventListener('keydown', event => {
  if (event.key === 'Escape' && open && !event.isComposing && !$('inbox').contains(event.target)) {
    goToInbox(open.id);
  }
});
$('text').addEventListener('input', () => {
  if (open) {
    sessionStorage.setItem(`draft ${open.id}`, $('text').value);
  }
  const { maxLength, value } = $('text');
  const tooLong = `A message has at most ${maxLength} characters.`;
  if (value.length >= maxLength) {
    $('problem').textContent = tooLong;
  } else if ($('problem').textContent === tooLong) {
    $('problem').textContent = '';
  }
});
$('text').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});
$('composer').addEventListener('submit', event => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text && open) {
    submit(text);
  }
  $('text').focus();
});
addEventListener('hashchange', () => chosen() ? openRoom(chosen()).catch(failed) : goToInbox(open?.id));
addEventListener('visibilitychange', () => markRead().catch(failed));

// A page that the browser keeps for its Back button must not keep the connection: a browser opens only six to a server.
addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', event => event.persisted ? start() : null);

start();
