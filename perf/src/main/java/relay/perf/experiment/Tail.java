package relay.perf.experiment;

/**
 * What lies between two readings of the clock.
 */
enum Tail
{
    /** One operation: blurred by the clock, which moves in steps. */
    SINGLE("", 1, 1),
    /** 16 operations, one after the other: the mean of them. */
    SERIES("16 in turn: ", 16, 1),
    /** 16 buffers taken, and all of them given back, as a relay does with what it received at once. */
    TOGETHER("16 at once: ", 16, 16);

    private final String label;
    private final int batch;
    private final int together;

    Tail(final String label, final int batch, final int together)
    {
        this.label = label;
        this.batch = batch;
        this.together = together;
    }

    /**
     * @return begins the names of its columns.
     */
    String label()
    {
        return label;
    }

    /**
     * @return operations between two readings of the clock.
     */
    int batch()
    {
        return batch;
    }

    /**
     * @return parameters of {@link TailBenchmark}: name, value, name, value.
     */
    Object[] parameters()
    {
        return new Object[]{"batch", batch, "together", together};
    }

    Row row(final String contender)
    {
        return Row.of(Row.Table.TAIL, TailBenchmark.class, "operations", contender, parameters());
    }
}
