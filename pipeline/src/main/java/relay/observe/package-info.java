/**
 * What people and programs see of a running relay. Everything here runs on the conductor or in another process, never
 * on the data path.
 *
 * <pre>
 *   data threads        conductor                                  relay hist
 *   LatencyRecorder --> LatencyCollector --> HistogramLog --> file --> IntervalReader --> LogTotals --> charts
 *                              '--> totals for the report
 * </pre>
 */
package relay.observe;
