/**
 * {@code relay record}: datagrams into capture files, without holding up the receiving thread.
 *
 * <pre>
 *   sockets -> RecordReceiver -> ring -> RecordWriter -> RecordFiles -> f-00001.pcapng, ...
 *              one thread                another thread, which may wait for the disk
 * </pre>
 *
 * The ring has one producer and one consumer, and its memory is allocated at the start. The receiver drops and counts
 * what does not fit: received = written + dropped.
 */
package relay.tools.record;
