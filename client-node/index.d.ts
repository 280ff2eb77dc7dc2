export type EventType =
  | 'NEW_MESSAGE' | 'ADDED_TO_CHANNEL' | 'INVITED_TO_CHANNEL' | 'REMOVED_FROM_CHANNEL' | 'NEW_MEDIA_MESSAGE'
  | 'REACTION' | 'MESSAGE_EDITED' | 'THREAD_REPLY' | 'CALL' | 'CUSTOM'

/** A time as a Date, in milliseconds since 1970, or as 2026-01-02T03:04:05Z. */
export type Time = Date | number | string

/** A chat event, with the names of its fields in the contract. */
export interface ChatMessage {
  /** Unique within the app: the same id again replaces the pushes of the first message. 1 to 256 bytes of UTF-8. */
  message_id: string
  event_type: EventType
  /** The conversation, by which devices group their notifications. 1 to 256 bytes of UTF-8. */
  channel_id: string
  /** The user who caused the event; they get no push. 1 to 256 bytes of UTF-8. */
  sender_id: string
  channel_name?: string | null
  sender_name?: string | null
  /** The users who get pushes, at most 1,000. */
  recipients?: string[] | null
  /** Users who get no push although they are among the recipients. */
  exclude?: string[] | null
  mentions?: string[] | null
  body?: string | null
  /** The media type of an attachment, such as image/png. */
  media?: string | null
  media_count?: number | null
  /** Handed to the app as it is. */
  data?: Record<string, string> | null
  priority?: 'NORMAL' | 'HIGH' | null
  /** When the event happened; now where absent. */
  sent_at?: Time | null
  /** After this moment no push is wanted: not before sent_at, 28 days after it at most. */
  expires_at?: Time | null
  /** Only these devices of the one recipient, at most 25. */
  only_device_ids?: string[] | null
  custom_type?: string | null
  reaction?: string | null
  image?: string | null
  link?: string | null
  sound?: string | null
  badge?: number | null
  category?: string | null
  collapse_key?: string | null
  thread?: string | null
  silent?: boolean | null
  analytics_label?: string | null
}

export interface Problem {
  status: number
  type: string
  title: string
  detail: string
  fields: Array<{ name: string, message: string }>
}

export interface Published {
  messageId: string
  /** Why the message leads to no push: type_off or no_recipient. */
  notices: Array<{ notice: string, message: string }>
}

export interface PublishedAll {
  accepted: number
  /** The messages that were refused, in their order. */
  refused: Array<{ index: number, messageId?: string, problem: Problem }>
}

/** A message breaks a rule, and was not sent. */
export class MessageError extends Error {
  readonly field: string
}

/** Messages were not published. */
export class PublishingError extends Error {
  /** What chatpush answered; undefined if it did not answer. */
  readonly problem?: Problem
  /** The number of messages of the call that were published or refused before. */
  readonly handled: number
}

export interface Options {
  /** Of dispatch-service. */
  url: string | URL
  /** The id of the app. */
  app: string
  /** An access token for the app with the scope chatpush.publish, or a function that gives one before each request. */
  token: string | (() => string | Promise<string>)
  /** The largest number of requests for a batch of messages, with the first one; 5 by default. */
  attempts?: number
  /** The wait after the first attempt in milliseconds, 500 by default; each further one is twice as long. */
  firstWait?: number
  /** The longest wait in milliseconds, 60,000 by default. */
  longestWait?: number
}

/** Publishes chat messages of an app. */
export class ChatpushClient {
  constructor (options: Options)
  /** Publishes a message; resolves once Kafka has acknowledged it. */
  publish (message: ChatMessage): Promise<Published>
  /** Publishes many messages, in requests of up to 500, which are sent one after the other. */
  publishAll (messages: Iterable<ChatMessage> | AsyncIterable<ChatMessage>): Promise<PublishedAll>
}

/** Returns the field of a message that is wrong and the rule that it breaks, or undefined. */
export function checkMessage (message: unknown, now?: number): { field: string, message: string } | undefined
