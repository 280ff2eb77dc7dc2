package io.chatpush.dispatch.pacing;

/** Who gives way to whom. */
public enum Lane {
  /** Conversations of few, and people mentioned by name. */
  DIRECT,
  /** Big audiences: what direct pushes leave, and a share where both wait. */
  BULK
}
