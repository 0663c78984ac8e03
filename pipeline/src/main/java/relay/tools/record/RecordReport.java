package relay.tools.record;

import relay.observe.text.Numbers;

/**
 * The report of a recording that has ended. Its components are the keys of the JSON and are stable.
 *
 * @param received     datagrams.
 * @param written      datagrams that the files hold.
 * @param dropped      the sum of the next two.
 * @param bufferFull   datagrams that found no room in the buffer.
 * @param writeFailed  datagrams that could not be written.
 * @param imbalance    received - written - dropped, 0 unless there is a defect.
 * @param kernelDrops  datagrams that the kernel dropped, -1 where the system does not say.
 * @param files        that were written.
 * @param fileBytes    in them.
 * @param startEpochNs start, nanoseconds since 1970.
 * @param lastEpochNs  when the last datagram arrived.
 * @param elapsedNs    length of the recording.
 * @param error        why it failed, or null.
 */
record RecordReport(
    long received,
    long written,
    long dropped,
    long bufferFull,
    long writeFailed,
    long imbalance,
    long kernelDrops,
    int files,
    long fileBytes,
    long startEpochNs,
    long lastEpochNs,
    long elapsedNs,
    String error)
{
    static RecordReport of(
        final RecordReceiver receiver,
        final RecordWriter writer,
        final long kernelDrops,
        final long startEpochNs,
        final long endEpochNs)
    {
        final long dropped = receiver.dropped() + writer.lost();
        return new RecordReport(
            receiver.received(), writer.written(), dropped, receiver.dropped(), writer.lost(),
            receiver.received() - writer.written() - dropped, kernelDrops, writer.fileCount(), writer.bytes(),
            startEpochNs, receiver.lastEpochNs(), endEpochNs - startEpochNs, writer.failure());
    }

    String text()
    {
        final StringBuilder text = new StringBuilder("received ").append(Numbers.count(received))
            .append(" datagrams in ").append(Numbers.duration(elapsedNs))
            .append(", written ").append(Numbers.count(written))
            .append(", dropped ").append(Numbers.count(dropped));
        if (dropped > 0)
        {
            text.append(" (buffer full ").append(Numbers.count(bufferFull))
                .append(", not written ").append(Numbers.count(writeFailed)).append(')');
        }
        if (kernelDrops >= 0)
        {
            text.append(", dropped by the kernel ").append(Numbers.count(kernelDrops));
        }
        return text.append("; ").append(Numbers.count(files)).append(1 == files ? " file, " : " files, ")
            .append(Numbers.count(fileBytes)).append(" B").toString();
    }
}
