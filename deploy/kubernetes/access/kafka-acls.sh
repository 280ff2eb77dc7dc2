#!/bin/sh
# Made by ./chatpush acls --format kafka-acls; do not edit.
# Creating a rule again changes nothing. It needs the rights of an administrator.
set -eu
acls() {
  kafka-acls.sh --bootstrap-server "$BOOTSTRAP_SERVERS" --command-config "$COMMAND_CONFIG" --add "$@"
}

# chatpush-token-service: token-service
acls --allow-principal User:chatpush-token-service --operation Write --topic chat.messages
acls --allow-principal User:chatpush-token-service --operation Describe --topic chat.messages.dead-letters
acls --allow-principal User:chatpush-token-service --operation Describe --topic chat.memberships
acls --allow-principal User:chatpush-token-service --operation Read --operation Write --topic push.device-token-events
acls --allow-principal User:chatpush-token-service --operation Read --operation Write --topic push.user-devices
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.commands
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.commands.bulk
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.requests
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.requests.bulk
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.retry.10s
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.retry.1m
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.retry.5m
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.retry.15m
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.outcomes
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.dead-letters
acls --allow-principal User:chatpush-token-service --operation Describe --topic push.dead-letter-actions
acls --allow-principal User:chatpush-token-service --operation Read --operation Write --operation Create --operation Delete --resource-pattern-type prefixed --topic chatpush-token-ownership-
acls --allow-principal User:chatpush-token-service --operation Describe --group chatpush-fan-out
acls --allow-principal User:chatpush-token-service --operation Describe --group chatpush-fan-out-bulk
acls --allow-principal User:chatpush-token-service --operation Describe --group chatpush-delivery
acls --allow-principal User:chatpush-token-service --operation Describe --group chatpush-delivery-bulk
acls --allow-principal User:chatpush-token-service --operation Describe --group chatpush-delivery-retry
acls --allow-principal User:chatpush-token-service --operation Read --group chatpush-token-ownership
acls --allow-principal User:chatpush-token-service --operation Write --resource-pattern-type prefixed --transactional-id chatpush-token-ownership-

# chatpush-fan-out: fan-out, operations
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic chat.messages
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic chat.messages.dead-letters
acls --allow-principal User:chatpush-fan-out --operation Describe --topic chat.memberships
acls --allow-principal User:chatpush-fan-out --operation Describe --topic push.device-token-events
acls --allow-principal User:chatpush-fan-out --operation Read --topic push.user-devices
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.commands
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.commands.bulk
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.requests
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.requests.bulk
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.retry.10s
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.retry.1m
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.retry.5m
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.retry.15m
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.outcomes
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.dead-letters
acls --allow-principal User:chatpush-fan-out --operation Read --operation Write --topic push.dead-letter-actions
acls --allow-principal User:chatpush-fan-out --operation Read --group chatpush-fan-out
acls --allow-principal User:chatpush-fan-out --operation Read --group chatpush-fan-out-bulk
acls --allow-principal User:chatpush-fan-out --operation Describe --group chatpush-delivery
acls --allow-principal User:chatpush-fan-out --operation Describe --group chatpush-delivery-bulk
acls --allow-principal User:chatpush-fan-out --operation Describe --group chatpush-delivery-retry
acls --allow-principal User:chatpush-fan-out --operation Describe --group chatpush-token-ownership

# chatpush-delivery: delivery
acls --allow-principal User:chatpush-delivery --operation Write --topic chat.messages
acls --allow-principal User:chatpush-delivery --operation Describe --topic chat.messages.dead-letters
acls --allow-principal User:chatpush-delivery --operation Describe --topic chat.memberships
acls --allow-principal User:chatpush-delivery --operation Write --topic push.device-token-events
acls --allow-principal User:chatpush-delivery --operation Describe --topic push.user-devices
acls --allow-principal User:chatpush-delivery --operation Write --topic push.commands
acls --allow-principal User:chatpush-delivery --operation Write --topic push.commands.bulk
acls --allow-principal User:chatpush-delivery --operation Read --topic push.requests
acls --allow-principal User:chatpush-delivery --operation Read --topic push.requests.bulk
acls --allow-principal User:chatpush-delivery --operation Read --operation Write --topic push.retry.10s
acls --allow-principal User:chatpush-delivery --operation Read --operation Write --topic push.retry.1m
acls --allow-principal User:chatpush-delivery --operation Read --operation Write --topic push.retry.5m
acls --allow-principal User:chatpush-delivery --operation Read --operation Write --topic push.retry.15m
acls --allow-principal User:chatpush-delivery --operation Write --topic push.outcomes
acls --allow-principal User:chatpush-delivery --operation Write --topic push.dead-letters
acls --allow-principal User:chatpush-delivery --operation Describe --topic push.dead-letter-actions
acls --allow-principal User:chatpush-delivery --operation Describe --group chatpush-fan-out
acls --allow-principal User:chatpush-delivery --operation Describe --group chatpush-fan-out-bulk
acls --allow-principal User:chatpush-delivery --operation Read --group chatpush-delivery
acls --allow-principal User:chatpush-delivery --operation Read --group chatpush-delivery-bulk
acls --allow-principal User:chatpush-delivery --operation Read --group chatpush-delivery-retry
acls --allow-principal User:chatpush-delivery --operation Describe --group chatpush-token-ownership

# chatpush-provisioning: provisioning
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic chat.messages
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic chat.messages.dead-letters
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic chat.memberships
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.device-token-events
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.user-devices
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.commands
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.commands.bulk
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.requests
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.requests.bulk
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.retry.10s
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.retry.1m
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.retry.5m
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.retry.15m
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.outcomes
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.dead-letters
acls --allow-principal User:chatpush-provisioning --operation Create --operation Describe --operation DescribeConfigs --topic push.dead-letter-actions

# chatpush-chat-system: chat-system
acls --allow-principal User:chatpush-chat-system --operation Write --topic chat.messages
acls --allow-principal User:chatpush-chat-system --operation Write --topic chat.memberships
