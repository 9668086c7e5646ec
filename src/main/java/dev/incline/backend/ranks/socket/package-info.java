/**
 * Ranks in processes of their own, on one machine or several, over TCP.
 *
 * <pre>
 *   SocketMeeting   all ranks ─▶ rank 0, at an address that all know: their words go round
 *   SocketExchange  each rank ◀▶ those that it swaps sums with
 *   Link            one connection: both sides prove that they know the token, then swap messages
 * </pre>
 */
@NullMarked
package dev.incline.backend.ranks.socket;

import org.jspecify.annotations.NullMarked;
