/** Shows that the search index answers what the reference answers. */
@NullMarked
package dev.pagurus.file.index;

import org.jspecify.annotations.NullMarked;
