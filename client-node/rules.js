// The rules of fan-out for a chat event, for an app with default settings. They are the same as those of the Java client,
// io.chatpush.client; test/messages.json has messages that both test.

const DAY = 24 * 60 * 60 * 1000
const EARLIEST = Date.UTC(2000, 0, 1)
const LONGEST_TIME_TO_LIVE = 28 * DAY
const CLOCK_AHEAD = DAY
const MAX_RECIPIENTS = 1000
const MAX_DEVICES = 25
const MAX_ID_BYTES = 256
const MAX_URL_LENGTH = 2000
const LARGEST_EVENT = 512 * 1024

const EVENT_TYPES = [
  'NEW_MESSAGE', 'ADDED_TO_CHANNEL', 'INVITED_TO_CHANNEL', 'REMOVED_FROM_CHANNEL', 'NEW_MEDIA_MESSAGE', 'REACTION',
  'MESSAGE_EDITED', 'THREAD_REPLY', 'CALL', 'CUSTOM']
const PRIORITIES = ['NORMAL', 'HIGH']

// Character.isWhitespace of Java, by which an id is blank.
const BLANK = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f-\x9f]/
// eslint-disable-next-line no-control-regex
const NOT_IN_URLS = /[ "<>\\^`{|}\x00-\x1f\x7f-\x9f\p{Zs}\p{Zl}\p{Zp}]|%(?![0-9a-fA-F]{2})/u
const URL_START = /^https:\/\/[^/?#:@]/i
const ANALYTICS_LABEL = /^[a-zA-Z0-9\-_.~%]{1,50}$/
const TIME = /^[+-]?\d{4,9}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/

const text = value => typeof value === 'string' ? undefined : 'must be a string'
const whole = value => Number.isInteger(value) && Math.abs(value) <= 0x7fffffff ? undefined : 'must be a whole number'
const flag = value => typeof value === 'boolean' ? undefined : 'must be true or false'
const texts = value => Array.isArray(value) && value.every(one => typeof one === 'string') ? undefined : 'must be an array of strings'
const oneOf = names => value => names.includes(value) ? undefined : `must be one of ${names.join(', ')}`
const object = value =>
  typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(one => typeof one === 'string')
    ? undefined : 'must be an object whose values are strings'
const time = value => Number.isNaN(millis(value)) ? 'must be a Date, milliseconds since 1970, or a time such as 2026-01-02T03:04:05Z' : undefined

// The fields of an event, in the order in which they are written, and their types.
const FIELDS = {
  message_id: text,
  event_type: oneOf(EVENT_TYPES),
  channel_id: text,
  channel_name: text,
  sender_id: text,
  sender_name: text,
  recipients: texts,
  exclude: texts,
  mentions: texts,
  body: text,
  media: text,
  data: object,
  priority: oneOf(PRIORITIES),
  sent_at: time,
  expires_at: time,
  only_device_ids: texts,
  custom_type: text,
  media_count: whole,
  reaction: text,
  image: text,
  link: text,
  sound: text,
  badge: whole,
  category: text,
  collapse_key: text,
  thread: text,
  silent: flag,
  analytics_label: text
}
const REQUIRED = ['message_id', 'event_type', 'channel_id', 'sender_id']
const IDS = ['message_id', 'channel_id', 'sender_id']
// Their strings are ids, which are refused where others are corrected.
const LISTS_OF_IDS = ['recipients', 'only_device_ids']

/**
 * Reads a message: returns {json} with the JSON of the event, or {fault} with the field that is wrong and the rule that it breaks.
 */
export function read (message, now) {
  const fault = faultOfTypes(message)
  if (fault) {
    return { fault }
  }
  const event = normal(message, now)
  const broken = faultOfIds(event) ?? faultOfLists(event) ?? faultOfTimes(event, now) ?? faultOfOptions(event) ?? faultOfSize(event)
  if (broken) {
    return { fault: broken }
  }
  const json = JSON.stringify(event)
  return Buffer.byteLength(json) > LARGEST_EVENT
    ? { fault: wrong('body', 'and the other fields have more than 512 KB of JSON') }
    : { json }
}

function wrong (field, message) {
  return { field, message }
}

function faultOfTypes (message) {
  if (typeof message !== 'object' || message === null) {
    return wrong('message', 'must be an object')
  }
  for (const field of REQUIRED) {
    if (message[field] === undefined || message[field] === null) {
      return wrong(field, 'is required')
    }
  }
  for (const [field, value] of Object.entries(message)) {
    if (!Object.hasOwn(FIELDS, field)) {
      return wrong(field, `is not known; there are ${Object.keys(FIELDS).join(', ')}`)
    }
    const fault = value === undefined || value === null ? undefined : FIELDS[field](value)
    if (fault) {
      return wrong(field, fault)
    }
  }
}

/** Returns the event as it is written: without empty fields, with times in milliseconds and without halves of surrogate pairs. */
function normal (message, now) {
  const event = {}
  for (const field of Object.keys(FIELDS)) {
    const value = message[field]
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
      continue
    }
    if (field === 'sent_at' || field === 'expires_at') {
      event[field] = millis(value)
    } else if (IDS.includes(field) || LISTS_OF_IDS.includes(field) || typeof value === 'number' || typeof value === 'boolean') {
      event[field] = value
    } else if (typeof value === 'string') {
      event[field] = value.toWellFormed()
    } else if (Array.isArray(value)) {
      event[field] = value.map(one => one.toWellFormed())
    } else {
      event[field] = Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toWellFormed(), one.toWellFormed()]))
    }
  }
  event.sent_at ??= now
  return event
}

function millis (value) {
  if (value instanceof Date) {
    return value.getTime()
  }
  if (typeof value === 'string') {
    return TIME.test(value) ? Date.parse(value) : NaN
  }
  return Number.isSafeInteger(value) ? value : NaN
}

function faultOfId (id) {
  if (BLANK.test(id)) {
    return 'is empty'
  }
  if (Buffer.byteLength(id) > MAX_ID_BYTES) {
    return `has more than ${MAX_ID_BYTES} bytes of UTF-8`
  }
  return CONTROL.test(id) || id.includes('\ufffd') || !id.isWellFormed()
    ? 'has a control character, U+FFFD or half of a surrogate pair'
    : undefined
}

function faultOfIds (event) {
  for (const field of IDS) {
    const fault = faultOfId(event[field])
    if (fault) {
      return wrong(field, fault)
    }
  }
}

function faultOfLists (event) {
  const recipients = event.recipients ?? []
  const devices = event.only_device_ids ?? []
  if (recipients.length > MAX_RECIPIENTS) {
    return wrong('recipients', `has ${recipients.length} entries, at most ${MAX_RECIPIENTS} are allowed; publish several messages`)
  }
  const recipient = recipients.map(faultOfId).find(fault => fault)
  if (recipient) {
    return wrong('recipients', recipient)
  }
  if (devices.length > 0 && recipients.length !== 1) {
    return wrong('only_device_ids', `is for exactly one recipient, recipients has ${recipients.length}`)
  }
  if (devices.length > MAX_DEVICES) {
    return wrong('only_device_ids', `has ${devices.length} entries, at most ${MAX_DEVICES} are allowed`)
  }
  const device = devices.map(faultOfId).find(fault => fault)
  return device && wrong('only_device_ids', device)
}

function faultOfTimes (event, now) {
  const latest = now + CLOCK_AHEAD
  if (event.sent_at < EARLIEST || event.sent_at > latest) {
    return wrong('sent_at', 'is not a time in milliseconds since 1970, after 1999 and at most a day from now')
  }
  if (event.expires_at === undefined) {
    return undefined
  }
  if (event.expires_at < EARLIEST || event.expires_at > latest + LONGEST_TIME_TO_LIVE) {
    return wrong('expires_at', 'is not a time in milliseconds since 1970, after 1999 and at most 29 days from now')
  }
  return event.expires_at < event.sent_at || event.expires_at > event.sent_at + LONGEST_TIME_TO_LIVE
    ? wrong('expires_at', 'is before sent_at or more than 28 days after it')
    : undefined
}

function url (value) {
  if (value.length > MAX_URL_LENGTH) {
    return 'has more than 2,000 characters'
  }
  return URL_START.test(value) && !NOT_IN_URLS.test(value.slice('https://'.length)) ? undefined : 'is not an https URL'
}

function name (value, maxBytes = 256) {
  if (BLANK.test(value)) {
    return 'is empty'
  }
  if (Buffer.byteLength(value) > maxBytes) {
    return `has more than ${maxBytes} bytes of UTF-8`
  }
  return CONTROL.test(value) ? 'has a control character' : undefined
}

const OPTIONS = {
  image: url,
  link: url,
  sound: value => name(value, 64) ?? (/[/\\]/.test(value) ? 'is a path, not the name of a sound' : undefined),
  badge: value => value < 0 ? 'is negative' : undefined,
  category: value => name(value),
  collapse_key: value => name(value, 64),
  thread: value => name(value),
  analytics_label: value =>
    ANALYTICS_LABEL.test(value) ? undefined : 'is not 1 to 50 of the characters a-z, A-Z, 0-9 and -_.~%'
}

function faultOfOptions (event) {
  for (const key of Object.keys(event.data ?? {}).sort()) {
    if (key === 'from' || key === 'message_type') {
      return wrong('data', `has the key "${key}", which FCM reserves`)
    }
    const prefix = ['google.', 'gcm.'].find(reserved => key.startsWith(reserved))
    if (prefix) {
      return wrong('data', `has a key that begins with "${prefix}", which FCM reserves`)
    }
  }
  for (const [field, rule] of Object.entries(OPTIONS)) {
    const fault = event[field] === undefined ? undefined : rule(event[field])
    if (fault) {
      return wrong(field, fault)
    }
  }
}

// An upper bound of the bytes of data, ids and options in a push, of which FCM takes 4,096; see PushSize of the Java client.
const SIZE_LIMIT = 2840
const DATUM = 6
const OPTION = 48
const TOPIC = 32

function faultOfSize (event) {
  const option = (value, places = 1) => value === undefined ? 0 : places * (length(value) + OPTION)
  let bytes =
    length(event.message_id) + 2 * length(event.channel_id) + length(event.sender_id) + option(event.custom_type) +
    option(event.image) + option(event.link, 2) + option(event.sound) + option(event.category) +
    option(event.collapse_key) + (event.collapse_key === undefined ? 0 : TOPIC + OPTION) + option(event.thread) +
    option(event.analytics_label) + (event.badge === undefined ? 0 : OPTION) + (event.silent === undefined ? 0 : OPTION)
  for (const [key, value] of Object.entries(event.data ?? {})) {
    bytes += length(key) + length(value) + DATUM
  }
  return bytes > SIZE_LIMIT
    ? wrong('data', `and ids and options take up to ${bytes} bytes of a push, more than ${SIZE_LIMIT}`)
    : undefined
}

/** Returns the bytes of a text within a JSON string. */
function length (value) {
  let bytes = 0
  for (const character of value) {
    const codePoint = character.codePointAt(0)
    if (codePoint < 0x20 || codePoint === 0x2028 || codePoint === 0x2029) {
      bytes += 6
    } else if (codePoint < 0x80) {
      bytes += character === '"' || character === '\\' ? 2 : 1
    } else {
      bytes += codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
    }
  }
  return bytes
}
