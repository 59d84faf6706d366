/* Makes the elements of the page. Every text becomes a text node, so a message never becomes markup. */

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

const channels = {
  ai: 'AI',
  email: 'E-mail',
  mms: 'MMS',
  rcs: 'RCS',
  sms: 'SMS',
  websocket: 'Web chat',
  whatsapp: 'WhatsApp'
};

/** Events that concern programs and not people. */
const hidden = new Set(['delivery_receipt', 'presence', 'read_receipt', 'typing']);

/** Messages of one sender within this time stand below one name. */
const oneTurn = 5 * 60_000;

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

export function channelName(type) {
  return channels[type] || (type ? type.charAt(0).toUpperCase() + type.slice(1).replaceAll('_', ' ') : '');
}

function avatar(name) {
  const initials = name.split(/\s+/).filter(Boolean).slice(0, 2).map(word => [...word][0].toUpperCase()).join('');
  const hue = [...name].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 6, 0);
  return element('span', { class: `avatar hue-${hue}`, 'aria-hidden': 'true' }, initials);
}

/** Makes the entry of a conversation in the inbox. */
export function roomLink(room, current) {
  const at = new Date(room.last?.at || room.at);
  const today = at.toDateString() === new Date().toDateString();
  const unread = room.unread > 99 ? '99+' : String(room.unread);
  const link = element(
    'a',
    {
      class: 'room',
      href: `#${encodeURIComponent(room.id)}`,
      tabindex: '-1',
      'data-id': room.id,
      'aria-current': current ? 'true' : null
    },
    avatar(room.title),
    element('span', { class: 'name' }, room.title),
    element('time', { class: 'at', datetime: at.toISOString() }, (today ? time : shortDay).format(at)),
    element('span', { class: 'last' }, room.last ? `${room.last.from ? `${room.last.from}: ` : ''}${room.last.text}` : 'No message yet'),
    room.unread > 0
      ? element('span', { class: 'badge' }, element('span', {}, unread), element('span', { class: 'spoken' }, ' unread'))
      : null,
    element('span', { class: 'channel' }, `${channelName(room.channel)}${room.closed ? ' · Closed' : ''}`)
  );
  link.classList.toggle('closed', room.closed);
  link.classList.toggle('waiting', room.unread > 0);
  return link;
}

/** Returns the index of the first of the newest messages that are unread, or `null` when it is not among the events. */
export function firstUnread(events, unread, agent) {
  const others = events.filter(event => event.type === 'message' && event.source.participant_id !== agent);
  return unread > 0 ? others.at(-unread)?.index ?? null : null;
}

/**
 * Returns what a timeline shows for events in order: a key, the state that decides how it looks, and a function that makes the
 * element. A line stands above the event that was the first unread one.
 */
export function timelineItems(events, room, agent, unreadIndex) {
  const edits = new Map();
  const deleted = new Set();
  const ended = new Set();
  for (const { content, type } of events) {
    if (content.type === 'edit') {
      edits.set(content.target_event_id, content.new_content);
    } else if (content.type === 'delete') {
      deleted.add(content.target_event_id);
    } else if (type === 'tool_call_end') {
      ended.add(content.tool_id);
    }
  }
  const items = [];
  let previous = null;
  let lastDay = null;
  for (const event of events) {
    if (['edit', 'delete'].includes(event.content.type) || hidden.has(event.type)
        || (event.type === 'tool_call_start' && ended.has(event.content.tool_id))) {
      continue;
    }
    const at = new Date(event.created_at);
    if (at.toDateString() !== lastDay) {
      lastDay = at.toDateString();
      previous = null;
      items.push({ key: `day ${lastDay}`, state: null, make: () => element('li', { class: 'day' }, element('span', {}, dayName(at))) });
    }
    if (event.index === unreadIndex) {
      previous = null;
      items.push({ key: 'unread', state: null, make: () => element('li', { class: 'day unread' }, element('span', {}, 'New')) });
    }
    const state = {
      from: sender(event, room, agent),
      edited: edits.get(event.id) || null,
      deleted: deleted.has(event.id),
      continues: continues(previous, event)
    };
    items.push({ key: `event ${event.index}`, state: [event, state], make: () => eventItem(event, state, agent) });
    previous = event;
  }
  return items;
}

function dayName(at) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return at.toDateString() === today.toDateString() ? 'Today'
    : at.toDateString() === yesterday.toDateString() ? 'Yesterday' : day.format(at);
}

function sender(event, room, agent) {
  const id = event.source.participant_id;
  return id === agent ? 'You' : room.names[id] || id || event.source.channel_id;
}

function continues(previous, event) {
  return previous !== null && previous.type === 'message' && event.type === 'message'
    && previous.source.participant_id === event.source.participant_id
    && previous.source.channel_id === event.source.channel_id
    && new Date(event.created_at) - new Date(previous.created_at) < oneTurn;
}

function eventItem(event, { from, edited, deleted, continues }, agent) {
  const content = edited || event.content;
  const clock = element('time', { datetime: event.created_at }, time.format(new Date(event.created_at)));
  if (content.type === 'tool_call') {
    return element('li', { class: 'tool' }, toolCall(content));
  }
  if (event.type !== 'message') {
    return element('li', { class: 'note' }, `${describe(content) || event.type.replaceAll('_', ' ')} · `, clock);
  }
  const ours = event.source.direction === 'outbound';
  const own = event.source.participant_id === agent;
  const notes = [edited && !deleted ? 'edited' : null, event.status === 'failed' ? 'not delivered' : null].filter(Boolean);
  return element(
    'li',
    { class: ['message', own ? 'own' : ours ? 'ours' : 'theirs', continues ? 'continues' : ''].join(' ').trim() },
    ours || continues ? null : avatar(from),
    element(
      'div',
      { class: 'bubble' },
      element('p', { class: continues ? 'spoken' : 'meta' }, element('span', { class: 'from' }, from),
        own || (ours && event.source.channel_type !== 'ai') ? null : ` · ${channelName(event.source.channel_type)}`),
      deleted ? element('p', { class: 'gone' }, 'This message was deleted.') : body(content),
      element('p', { class: 'clock' }, notes.length > 0 ? `${notes.join(' · ')} · ` : null, clock)
    )
  );
}

/** Returns what a screen reader says when an event of somebody else appears in the open conversation, or `null`. */
export function spoken(event, room, agent) {
  const { content, source, type } = event;
  const from = sender(event, room, agent);
  if (source.participant_id === agent) {
    return null;
  }
  return content.type === 'edit' ? `${from} changed a message: ${describe(content.new_content)}`
    : content.type === 'delete' ? `${from} deleted a message.`
      : type === 'message' ? `${from}: ${describe(content) || content.type}` : null;
}

function body(content) {
  if (content.type === 'composite') {
    return element('div', {}, ...content.parts.map(body));
  }
  return content.type === 'tool_call' ? toolCall(content)
    : element('p', { class: 'text', dir: 'auto' }, describe(content) || `(${content.type})`);
}

function toolCall(content) {
  const outcome = [content.outcome || content.status, content.duration_ms ? `${content.duration_ms} ms` : null];
  return element(
    'details',
    {},
    element('summary', {}, 'Tool ', element('code', {}, content.tool_name), ` · ${outcome.filter(Boolean).join(' · ')}`),
    element('p', {}, 'Arguments'),
    element('pre', { tabindex: '0' }, json(content.arguments ?? {})),
    ...(content.result === undefined || content.result === null ? []
      : [element('p', {}, 'Result'), element('pre', { tabindex: '0' }, json(content.result))]),
    content.error ? element('p', {}, content.error) : null
  );
}

function json(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Returns the content as text, or an empty text when it has none. */
function describe(content) {
  switch (content.type) {
    case 'rich':
      return content.plain_text || content.body;
    case 'media':
    case 'audio':
    case 'video':
      return [content.caption, `[${content.filename || content.mime_type || content.type}]`].filter(Boolean).join(' ');
    case 'location':
      return [content.label, content.address, `${content.latitude}, ${content.longitude}`].filter(Boolean).join(' · ');
    default:
      return content.body || content.text || '';
  }
}

/** Makes a list show the items: keeps the elements whose state is the same, so that focus, selection and folds stay. */
export function arrange(list, items) {
  const known = new Map([...list.children].map(child => [child.dataset.key, child]));
  items.forEach(({ key, state, make }, position) => {
    const shown = JSON.stringify(state);
    let child = known.get(key);
    known.delete(key);
    if (!child || child.dataset.shown !== shown) {
      const made = make();
      made.dataset.key = key;
      made.dataset.shown = shown;
      if (child?.querySelector('details[open]')) {
        made.querySelector('details')?.setAttribute('open', '');
      }
      const focused = child?.contains(document.activeElement);
      child?.replaceWith(made);
      if (focused) {
        made.querySelector('a, summary')?.focus({ preventScroll: true });
      }
      child = made;
    }
    if (list.children[position] !== child) {
      move(list, child, list.children[position] || null);
    }
  });
  known.forEach(child => child.remove());
}

/** Moves an element, and leaves the focus on it, which a move takes away. */
function move(list, child, before) {
  const focused = child.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(child, before);
  focused?.focus({ preventScroll: true });
}
