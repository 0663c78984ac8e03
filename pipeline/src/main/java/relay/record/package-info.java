/**
 * Datagrams into capture files, without holding up who receives them.
 *
 * <pre>
 *   sockets -> RecordReceiver -> ring -> RecordWriter -> RecordFiles -> f-00001.pcapng, ...
 *              one thread                another thread, which may wait for the disk
 * </pre>
 *
 * The ring is of one producer and one consumer, and its memory is there from the start. What does not fit is dropped and
 * counted by the receiver: received = written + dropped.
 */
package relay.record;
