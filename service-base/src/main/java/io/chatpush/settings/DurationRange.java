package io.chatpush.settings;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Declares the limits of a duration, each written as in a setting: {@code 10s}. */
@Documented
@Constraint(validatedBy = DurationRange.Validator.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface DurationRange {

  /** Returns the smallest value that is allowed; empty for no limit. */
  String atLeast() default "";

  /** Returns the value that every allowed one exceeds; empty for no limit. */
  String moreThan() default "";

  /** Returns the largest value that is allowed; empty for no limit. */
  String atMost() default "";

  /** Returns the value that exceeds every allowed one; empty for no limit. */
  String lessThan() default "";

  /**
   * Returns the text of the violation, in which {@code {limits}} stands for the limits in words.
   */
  String message() default "{io.chatpush.settings.Limits.message}";

  /** Returns nothing: there are no validation groups. */
  Class<?>[] groups() default {};

  /** Returns nothing: there is no payload. */
  Class<? extends Payload>[] payload() default {};

  /** Compares a value with the limits; an absent value is valid. */
  final class Validator implements ConstraintValidator<DurationRange, Duration> {

    private Limits limits = new Limits("", "", "", "");

    @Override
    public void initialize(DurationRange range) {
      limits = new Limits(range.atLeast(), range.moreThan(), range.atMost(), range.lessThan());
    }

    @Override
    public boolean isValid(@Nullable Duration value, ConstraintValidatorContext context) {
      context
          .unwrap(HibernateConstraintValidatorContext.class)
          .addMessageParameter("limits", limits.words());
      return value == null || limits.allow(value, DurationStyle::detectAndParse);
    }
  }
}
