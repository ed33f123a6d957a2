package dev.pagurus.file;

/**
 * The parts of an open store, as they were put together by {@link Opening}.
 *
 * @param layout what lies where
 * @param settings what the store was opened with
 * @param lock held as long as the store is open
 * @param disk what is done to the file system
 * @param definitions the declared indexes
 * @param generations where readers look
 * @param users the users in memory
 * @param records the record files
 * @param userFiles what lies beside the records
 * @param dirt record files not yet forced to the medium
 * @param told users' files not yet forced to the medium
 * @param journal what is committed
 * @param planner judges commits
 * @param commits the queue before the journal
 * @param writer writes records
 */
record FileStore(
    Layout layout,
    FileSettings settings,
    StoreLock lock,
    Disk disk,
    Definitions definitions,
    Generations generations,
    Users users,
    Records records,
    UserFiles userFiles,
    Dirt dirt,
    Dirt told,
    Journal journal,
    Planner planner,
    Commits commits,
    RecordWriter writer) {}
