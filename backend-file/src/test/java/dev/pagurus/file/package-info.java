/** The file shell: documents as files, a journal for durability, a search index that is derived. */
@NullMarked
package dev.pagurus.file;

import org.jspecify.annotations.NullMarked;
