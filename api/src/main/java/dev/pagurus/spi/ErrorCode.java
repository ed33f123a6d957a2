package dev.pagurus.spi;

/** Why a call failed, sorted by what its caller does next (LIFE-4). The set is closed. */
public enum ErrorCode {
  /** The call itself is wrong: fix it. */
  INVALID(NextMove.FIX_THE_CALL),
  /** A condition failed, or the user moved on: read again and decide again. */
  CONFLICT(NextMove.READ_AGAIN),
  /** There is a document at the address already. */
  EXISTS(NextMove.READ_AGAIN),
  /** Another document holds the value that a unique index guards. */
  UNIQUE_VIOLATION(NextMove.READ_AGAIN),
  /** The feed does not reach back that far (FEED-3): start again from a full read. */
  HISTORY_TRUNCATED(NextMove.READ_AGAIN),
  /** Somebody else holds what the call needs: try again later; nothing was changed. */
  BUSY(NextMove.RETRY),
  /** The store cannot be reached or does not answer: try again later; nothing was changed. */
  UNAVAILABLE(NextMove.RETRY),
  /** Stored data is damaged: verify and repair. */
  CORRUPT(NextMove.REPAIR),
  /** There is no room: make some. */
  FULL(NextMove.REPAIR),
  /** The data lives elsewhere now. */
  MOVED(NextMove.GO_ELSEWHERE),
  /** Another process holds the store. */
  LOCKED(NextMove.GO_ELSEWHERE),
  /** What is there is not a store of this kind, or one of a newer format. */
  FOREIGN(NextMove.GO_ELSEWHERE),
  /** There is no store, and none was to be made. */
  NO_STORE(NextMove.GO_ELSEWHERE),
  /** This store, user handle or stream is closed. */
  CLOSED(NextMove.GO_ELSEWHERE),
  /** It is not known whether the commit happened: read and see. */
  OUTCOME_UNKNOWN(NextMove.ASK);

  /** What a caller does next. */
  public enum NextMove {
    /** Change the call. */
    FIX_THE_CALL,
    /** Read the current state and decide again. */
    READ_AGAIN,
    /** Make the same call again, later. */
    RETRY,
    /** See to the store. */
    REPAIR,
    /** Use another store, or open this one anew. */
    GO_ELSEWHERE,
    /** Find out what happened. */
    ASK
  }

  private final NextMove nextMove;

  ErrorCode(NextMove nextMove) {
    this.nextMove = nextMove;
  }

  /**
   * What a caller does next.
   *
   * @return the move
   */
  public NextMove nextMove() {
    return nextMove;
  }
}
