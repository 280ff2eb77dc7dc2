@NullMarked
package io.chatpush.cli.service;

import org.jspecify.annotations.NullMarked;
