package relay.transport.capture;

/**
 * Takes the records out of a file of one format.
 */
interface CaptureRecords
{
    /**
     * @param record to set, valid until the next call.
     * @return whether there is one; once false, always false.
     */
    boolean next(CaptureRecord record);

    /**
     * @return what ended the file before its end, with the offset; null if nothing did.
     */
    String error();

    /**
     * @return such as "pcap-us-le".
     */
    String format();
}
