package io.chatpush.benchmark.slow;

/**
 * A service as clients see it.
 *
 * @param name of the service
 * @param port of it on this machine
 * @param pid of its process
 * @param othersPath a path that the other clients ask for
 * @param bodyRoute method and path of a route that takes a body
 * @param authorization the value of the header of that name
 */
public record SlowTarget(
    String name, int port, long pid, String othersPath, String bodyRoute, String authorization) {}
