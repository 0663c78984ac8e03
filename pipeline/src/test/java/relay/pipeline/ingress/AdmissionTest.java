package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.config.FlowConfig;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;

class AdmissionTest
{
    private static final int HEADER_LENGTH = 16;
    private static final int NO_TRAIN = 1_000_000;

    private final Lane lane = new Lane("video", new BufferCounts(3, 1, 0, 0), HEADER_LENGTH, 1);
    private final FlowLedger ledger = new FlowLedger("camera", Counters.inMemory());
    private final Flow flow = new Flow(FlowConfig.of("camera", null, "video", List.of("lan")), 2, lane, ledger, false);
    private final List<String> filled = new ArrayList<>();
    private final Admission admission = new Admission(flow, this::fill);

    @Test
    void shouldAdmitADatagram()
    {
        assertTrue(admit(0, 700, 700));
        assertEquals(List.of("flow 2: 1 x 700 from 0, sequence 10"), filled);
        assertEquals(1, ledger.admitted());
    }

    @Test
    void shouldAdmitATrainAsAWhole()
    {
        assertTrue(admit(1_000, 2_500, 1_000));
        assertEquals(List.of("flow 2: 3 x 1000 from 1000, sequence 10"), filled);
        assertEquals(3, ledger.admitted());
    }

    @Test
    void shouldSplitATrainThatFindsNoBuffer()
    {
        assertFalse(admit(1_000, 4_500, 1_000), "no buffer is that long");
        assertEquals(List.of(
            "flow 2: 1 x 1000 from 1000, sequence 10",
            "flow 2: 1 x 1000 from 2000, sequence 11",
            "flow 2: 1 x 1000 from 3000, sequence 12"), filled, "there are three small buffers");
        assertEquals(3, ledger.admitted());
        assertEquals(2, ledger.dropped(DropReason.POOL_EXHAUSTED));
    }

    @Test
    void shouldCountWhyThereIsNoBuffer()
    {
        assertFalse(admit(0, 4_097, NO_TRAIN));
        assertEquals(1, ledger.dropped(DropReason.OVERSIZE));
        assertTrue(admit(0, 4_096, NO_TRAIN));
        assertFalse(admit(0, 4_096, NO_TRAIN));
        assertEquals(1, ledger.dropped(DropReason.POOL_EXHAUSTED));
        assertEquals(1, ledger.admitted());
    }

    private boolean admit(final int offset, final int length, final int segmentLength)
    {
        return admission.admit(flow.lane(), offset, length, segmentLength, 10, 1);
    }

    private void fill(final Packet packet, final int offset, final int length, final long sequence)
    {
        filled.add("flow " + packet.flowIndex() + ": " + packet.segmentCount() + " x " + packet.segmentLength() +
            " from " + offset + ", sequence " + sequence);
        assertEquals(length, packet.length());
    }
}
