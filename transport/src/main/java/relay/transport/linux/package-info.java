/**
 * UDP over Linux's own system calls, by the batch: {@link relay.transport.linux.LinuxTransport} opens what an endpoint
 * describes. All calls go through java.lang.foreign, with layouts written by hand; nothing is allocated for a call.
 *
 * <p>Layouts and numbers are those of x86-64 and aarch64, which differ in {@code epoll_event} only.
 */
package relay.transport.linux;
