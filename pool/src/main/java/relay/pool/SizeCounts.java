package relay.pool;

/** A cache line before the counts: the virtual machine lays a superclass's fields first. */
abstract class SizeCountsPadding
{
    @SuppressWarnings("unused")
    private long before1, before2, before3, before4, before5, before6, before7, before8;
}

/**
 * The counts of a {@link SizeLedger}, between padding. The ingress thread's.
 */
abstract class SizeCounts extends SizeCountsPadding
{
    /** Of which others have seen {@link #claimed}. */
    long claims;
    long claimed;
    long returned;
    long peakInUse;
    long exhausted;
    long borrowed;
}
