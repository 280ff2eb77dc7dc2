// Publishes chat messages to chatpush over HTTP. See README.md.

import { read } from './rules.js'

const BATCH_MESSAGES = 500
const BATCH_BYTES = 1024 * 1024
// Longer than chatpush waits for Kafka.
const TIMEOUT = 30_000

/** A message breaks a rule, and was not sent. Its text begins with the name of the field and quotes no content. */
export class MessageError extends Error {
  constructor ({ field, message }) {
    super(`${field} ${message}`)
    this.name = 'MessageError'
    this.field = field
  }
}

/** Messages were not published. Its text quotes neither a message nor the access token. */
export class PublishingError extends Error {
  constructor (text, problem, handled = 0, cause = undefined) {
    super(text, { cause })
    this.name = 'PublishingError'
    this.problem = problem
    this.handled = handled
  }
}

/** Returns the field of a message that is wrong and the rule that it breaks, or undefined. */
export function checkMessage (message, now = Date.now()) {
  return read(message, now).fault
}

export class ChatpushClient {
  #route
  #token
  #attempts
  #firstWait
  #longestWait

  constructor ({ url, app, token, attempts = 5, firstWait = 500, longestWait = 60_000 }) {
    if (!app) {
      throw new TypeError('app is required: the id of the app')
    }
    this.#route = `${String(url).replace(/\/$/, '')}/v1/apps/${encodeURIComponent(app)}/messages`
    this.#token = typeof token === 'function' ? token : () => token
    this.#attempts = attempts
    this.#firstWait = firstWait
    this.#longestWait = longestWait
  }

  /** Publishes a message; resolves once Kafka has acknowledged it. */
  async publish (message) {
    const { json, fault } = read(message, Date.now())
    if (fault) {
      throw new MessageError(fault)
    }
    const answer = await this.#send('application/json', json)
    return { messageId: message.message_id, notices: Array.isArray(answer.notices) ? answer.notices : [] }
  }

  /** Publishes many messages, in requests of up to 500. */
  async publishAll (messages) {
    const result = { accepted: 0, refused: [] }
    let batch = newBatch()
    let index = 0
    for await (const message of messages) {
      const { json, fault } = read(message, Date.now())
      if (fault) {
        result.refused.push({ index, messageId: message?.message_id, problem: problemOf(fault) })
      } else {
        batch.lines.push(json)
        batch.messages.push({ index, messageId: message.message_id })
        batch.bytes += Buffer.byteLength(json)
      }
      index++
      if (batch.lines.length === BATCH_MESSAGES || batch.bytes >= BATCH_BYTES) {
        await this.#sendBatch(batch, result)
        batch = newBatch()
      }
    }
    if (batch.lines.length > 0) {
      await this.#sendBatch(batch, result)
    }
    result.refused.sort((one, other) => one.index - other.index)
    return result
  }

  async #sendBatch (batch, result) {
    let answer
    try {
      answer = await this.#send('application/x-ndjson', batch.lines.join('\n') + '\n')
    } catch (error) {
      const handled = batch.messages[0].index
      throw error instanceof PublishingError && handled > 0
        ? new PublishingError(
          `${error.message} The first ${handled} messages are published or refused.`, error.problem, handled, error.cause)
        : error
    }
    result.accepted += Number(answer.accepted) || 0
    for (const { line, problem } of answer.errors ?? []) {
      const message = batch.messages[line - 1]
      if (message) {
        result.refused.push({ ...message, problem: readProblem(problem, 0) })
      }
    }
  }

  /** Returns the answer to a request of which at least a part was accepted, or refused by line. */
  async #send (contentType, body) {
    for (let attempt = 1; ; attempt++) {
      const { answer, failure, retryAfter } = await this.#attempt(contentType, body)
      if (answer) {
        return answer
      }
      if (retryAfter === undefined || attempt >= this.#attempts) {
        throw failure
      }
      await new Promise(resolve => setTimeout(resolve, this.#wait(attempt, retryAfter)))
    }
  }

  async #attempt (contentType, body) {
    const token = await this.#token()
    let status, headers, answer
    try {
      const response = await fetch(this.#route, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT),
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body
      })
      status = response.status
      headers = response.headers
      answer = parse(await response.text())
    } catch (error) {
      const kind = error.cause?.code ?? error.name
      return { failure: new PublishingError(`chatpush did not answer (${kind}).`, undefined, 0, error), retryAfter: 0 }
    }
    if ((status >= 200 && status < 300) || 'refused' in answer) {
      return { answer }
    }
    const problem = readProblem(answer, status)
    const repeat = status === 429 || status === 503
    return {
      failure: new PublishingError(sentence(problem), problem),
      retryAfter: repeat ? seconds(headers.get('retry-after')) * 1000 : undefined
    }
  }

  #wait (attempt, retryAfter) {
    const doubled = this.#firstWait * 2 ** Math.min(attempt - 1, 20)
    // Up to half as long again, so that many clients do not come back at once.
    const backoff = Math.min(this.#longestWait, doubled * (1 + Math.random() / 2))
    return Math.max(backoff, Math.min(this.#longestWait, retryAfter))
  }
}

function newBatch () {
  return { lines: [], messages: [], bytes: 0 }
}

function seconds (header) {
  return /^\d{1,6}$/.test(header ?? '') ? Number(header) : 0
}

function parse (json) {
  try {
    const value = JSON.parse(json)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function problemOf ({ field, message }) {
  return {
    status: 400,
    type: 'urn:chatpush:problem:invalid-request',
    title: 'The request is not valid',
    detail: 'One field is not valid.',
    fields: [{ name: field, message }]
  }
}

function readProblem (answer, status) {
  return {
    status: Number(answer?.status) || status,
    type: String(answer?.type ?? ''),
    title: String(answer?.title ?? 'The answer is not one of chatpush'),
    detail: String(answer?.detail ?? ''),
    fields: (Array.isArray(answer?.errors) ? answer.errors : [])
      .map(error => ({ name: String(error.field), message: String(error.message) }))
  }
}

function sentence (problem) {
  const fields = problem.fields.map(field => ` ${field.name} ${field.message}.`).join('')
  return `${problem.status} ${problem.title}: ${problem.detail}${fields}`
}
