#!/bin/sh
# Programs that some tests run and no Python package brings: LibreOffice, which opens PPTX and ODP decks, and Chromium,
# in which the service's page is tested. They are installed where that is possible without a password; elsewhere it is
# said what will be skipped.
set -eu

# install PROGRAM WHAT PACKAGES...
install() {
    program=$1 what=$2
    shift 2
    command -v "$program" >/dev/null 2>&1 && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing $what"
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y "$@" >/dev/null
    else
        echo "$program is not installed: $what will be skipped"
    fi
}

install soffice "LibreOffice Impress for the tests of PPTX and ODP decks" \
    libreoffice-impress libreoffice-draw fonts-dejavu-core fonts-liberation fontconfig
install chromium "Chromium for the tests of the page" chromium
