/**
 * The same training in other libraries for Java, each as fast as its user can reasonably make it.
 *
 * <pre>
 *   PeerRun.main-like loop ──▶ Peer ◀── DjlPeer (PyTorch), Dl4jPeer
 *        │
 *        └──▶ one JSON document, with the fields of `incline train --json` that a comparison needs
 * </pre>
 */
@NullMarked
package dev.incline.peers;

import org.jspecify.annotations.NullMarked;
