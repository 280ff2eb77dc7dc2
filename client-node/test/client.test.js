import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { ChatpushClient, checkMessage, MessageError, PublishingError } from '../index.js'

const vectors = JSON.parse(readFileSync(new URL('messages.json', import.meta.url)))
const now = Date.parse(vectors.now)
const least = { message_id: 'message-1', event_type: 'NEW_MESSAGE', channel_id: 'channel-1', sender_id: 'user-2' }
const unavailable = {
  status: 503,
  body: { title: 'The service cannot do this now', status: 503, detail: 'Kafka did not acknowledge the event in time.' }
}

let requests = []
let answers = []
let client
const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', part => { body += part })
  request.on('end', () => {
    requests.push({ path: request.url, headers: request.headers, body })
    const answer = answers.shift()
    if (!answer) {
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, { 'retry-after': '1' })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  })
})

before(async () => {
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  let tokens = 0
  client = new ChatpushClient({
    url: `http://127.0.0.1:${server.address().port}/`,
    app: 'app/1',
    token: async () => `secret-token-${++tokens}`,
    attempts: 3,
    firstWait: 1,
    longestWait: 5
  })
})
after(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  requests = []
  answers = []
})

function expanded (value) {
  if (typeof value !== 'object' || Array.isArray(value)) {
    return value
  }
  if (Array.isArray(value.repeat)) {
    return Array.from({ length: value.times }, () => value.repeat).flat()
  }
  if ('repeat' in value) {
    return (value.prefix ?? '') + value.repeat.repeat(value.times)
  }
  if ('utf16' in value) {
    return String.fromCharCode(...value.utf16)
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, expanded(member)]))
}

for (const { name, message } of vectors.valid) {
  test(`accepts ${name}`, () => assert.equal(checkMessage(expanded(message), now), undefined))
}
for (const { name, field, message } of vectors.invalid) {
  test(`refuses ${name}`, () => assert.equal(checkMessage(expanded(message), now)?.field, field))
}

test('refuses what is not of the type of its field', () => {
  const wrong = {
    recipient: [], event_type: 'new_message', body: 7, recipients: 'user-1', exclude: [7], data: { n: 7 }, badge: 1.5,
    media_count: 3e9, silent: 'true', priority: 'UNKNOWN', sent_at: 'yesterday', expires_at: new Date(NaN)
  }
  for (const [field, value] of Object.entries(wrong)) {
    assert.equal(checkMessage({ ...least, [field]: value })?.field, field)
  }
  for (const field of Object.keys(least)) {
    assert.equal(checkMessage({ ...least, [field]: undefined })?.field, field)
  }
  assert.equal(checkMessage(null)?.field, 'message')
})

test('publishes a message on the route of the app', async () => {
  answers.push({ status: 202, body: { message_id: 'message-1', notices: [] } })
  const sentAt = new Date()
  assert.deepEqual(
    await client.publish({ ...least, recipients: ['user-1'], body: 'a\ud83d', media: null, sent_at: sentAt }),
    { messageId: 'message-1', notices: [] })
  assert.equal(requests[0].path, '/v1/apps/app%2F1/messages')
  assert.equal(requests[0].headers['content-type'], 'application/json')
  assert.match(requests[0].headers.authorization, /^Bearer secret-token-\d+$/)
  assert.deepEqual(
    JSON.parse(requests[0].body), { ...least, recipients: ['user-1'], body: 'a\ufffd', sent_at: sentAt.getTime() })
})

test('sends nothing that breaks a rule', async () => {
  await assert.rejects(client.publish({ ...least, link: 'http://chat.example.com' }), error => {
    assert.ok(error instanceof MessageError)
    assert.equal(error.field, 'link')
    assert.equal(error.message, 'link is not an https URL')
    return true
  })
  assert.equal(requests.length, 0)
})

test('repeats a request that got no answer or must wait', async () => {
  answers.push(unavailable, { status: 429, body: '' }, { status: 202, body: { notices: [] } })
  await client.publish(least)
  assert.equal(requests.length, 3)
  requests = []
  answers = [undefined, { status: 202, body: { notices: [] } }]
  await client.publish(least)
  assert.equal(requests.length, 2)
})

test('ends after the last attempt', async () => {
  answers.push(unavailable, unavailable, unavailable)
  await assert.rejects(client.publish(least), {
    name: 'PublishingError',
    message: '503 The service cannot do this now: Kafka did not acknowledge the event in time.'
  })
  const unreachable = new ChatpushClient({ url: 'http://127.0.0.1:9', app: 'demo', token: 'secret', attempts: 2, firstWait: 1 })
  await assert.rejects(unreachable.publish(least), error => {
    assert.ok(error instanceof PublishingError)
    assert.match(error.message, /^chatpush did not answer \(.+\)\.$/)
    return true
  })
})

test('names the fields that are refused, and neither text nor token', async () => {
  answers.push({
    status: 400,
    body: {
      status: 400,
      title: 'The request is not valid',
      detail: 'One field is not valid.',
      errors: [{ field: 'data', message: 'take 4000 bytes' }]
    }
  })
  await assert.rejects(client.publish({ ...least, body: 'a text' }), error => {
    assert.equal(error.message, '400 The request is not valid: One field is not valid. data take 4000 bytes.')
    assert.deepEqual(error.problem.fields, [{ name: 'data', message: 'take 4000 bytes' }])
    return true
  })
  assert.equal(requests.length, 1)
})

async function * messages (count) {
  for (let number = 0; number < count; number++) {
    yield { ...least, message_id: number === 1 ? '' : `message-${number}` }
  }
}

test('publishes many messages in requests and maps the refused ones', async () => {
  answers.push(
    { status: 202, body: { accepted: 500, refused: 0, errors: [] } },
    { status: 207, body: { accepted: 198, refused: 1, errors: [{ line: 2, problem: { status: 400, title: 'no' } }] } })
  const result = await client.publishAll(messages(700))
  assert.equal(result.accepted, 698)
  assert.deepEqual(
    result.refused.map(({ index, messageId, problem }) => [index, messageId, problem.status, problem.fields.length]),
    [[1, '', 400, 1], [502, 'message-502', 400, 0]])
  assert.deepEqual(requests.map(request => request.body.trim().split('\n').length), [500, 199])
  assert.equal(requests[0].headers['content-type'], 'application/x-ndjson')
})

test('says how many messages were handled when it cannot go on', async () => {
  answers.push({ status: 202, body: { accepted: 500 } }, { status: 403, body: { title: 'no' } })
  await assert.rejects(client.publishAll(messages(700)), { name: 'PublishingError', handled: 501 })
})

test('accepts that all messages of a request are refused', async () => {
  answers.push({ status: 400, body: { accepted: 0, refused: 1, errors: [{ line: 1, problem: { status: 400 } }] } })
  assert.equal((await client.publishAll([least])).refused.length, 1)
})
